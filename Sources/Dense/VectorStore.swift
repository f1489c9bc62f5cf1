/// How the numbers of a set of vectors are stored. A search is exact over what is stored.
public enum VectorStore: String, CaseIterable, Sendable {
  /// IEEE single precision: as given, 4 bytes a number.
  case fp32
  /// IEEE half precision, 2 bytes a number: each number within 2^-11 of its size, or within 2^-25 where it is below 2^-14.
  case fp16
  /// Eight bits a number and a scale a vector: each number within 1/254 of the vector's largest.
  case int8

  /// Bytes of one number.
  public var bytesPerNumber: Int {
    switch self {
    case .fp32: 4
    case .fp16: 2
    case .int8: 1
    }
  }
}
