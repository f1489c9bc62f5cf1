import Bytes
import Foundation
import Testing

/// A safetensors file of single-precision tensors, read and written the slow way.
struct TinySafetensors {
  struct Tensor {
    var name: String
    var shape: [Int]
    var floats: [Float]
  }

  var tensors: [Tensor]

  init(_ tensors: [Tensor]) { self.tensors = tensors }

  init(bytes: [UInt8]) throws {
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let members = try #require(try JSONValue(parsing: Array(bytes[8..<8 + length])).object)
    tensors = try members.filter { $0.key != "__metadata__" }.map { name, value in
      let offsets = try #require(value["data_offsets"]?.array).compactMap(\.int)
      let data = bytes[(8 + length + offsets[0])..<(8 + length + offsets[1])]
      let floats = stride(from: data.startIndex, to: data.endIndex, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[start + $1]) << (8 * UInt32($1)) })
      }
      return Tensor(name: name.text, shape: (value["shape"]?.array ?? []).compactMap(\.int), floats: floats)
    }
  }

  subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  var bytes: [UInt8] {
    var data: [UInt8] = [], members: [(key: ByteString, value: JSONValue)] = []
    for tensor in tensors {
      let start = data.count
      for float in tensor.floats { data += (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> (8 * $0)) } }
      let shape = tensor.shape.map { JSONValue($0) }
      members.append(
        (
          ByteString(tensor.name),
          ["dtype": "F32", "shape": .array(shape), "data_offsets": .array([JSONValue(start), JSONValue(data.count)])]
        ))
    }
    let header = JSONValue.object(members).serialized()
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + data
  }
}
