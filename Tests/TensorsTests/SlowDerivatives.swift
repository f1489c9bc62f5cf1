import Foundation
import Tensors

extension Slow {
  static func activation(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .identity: x
    case .gelu: gelu(x)
    case .geluTanh: geluTanh(x)
    case .silu: silu(x)
    case .relu: max(0, x)
    case .tanh: tanh(x)
    }
  }

  /// By central differences of the fifth order; zero where the function has no derivative.
  static func derivative(_ function: Activation, _ x: Double) -> Double {
    if case .relu = function { return x > 0 ? 1 : 0 }
    return difference(at: x) { activation(function, $0) }
  }

  /// The derivative of a function by central differences; the error is about 1e-11 for functions of unit scale.
  static func difference(at x: Double, _ function: (Double) -> Double) -> Double {
    let h = 2e-3
    let near = function(x + h) - function(x - h), far = function(x + 2 * h) - function(x - 2 * h)
    let farther = function(x + 3 * h) - function(x - 3 * h)
    return (45 * near - 9 * far + farther) / (60 * h)
  }
}

let activations: [Activation] = [.identity, .gelu, .geluTanh, .silu, .relu, .tanh]
