internal import Transformers

/// Runs a model. An error about one of its inputs, which it knows by their numbers alone, names the input.
func namingInputs<Value>(of model: String, _ name: (Int) throws -> String, _ run: () throws -> Value) throws -> Value {
  do { return try run() } catch let error as TransformersError {
    guard let problem = error.inputProblem else { throw error }
    throw PipelinesError.input(reason: "\(model): \(try name(problem.index)): \(problem.reason)")
  }
}
