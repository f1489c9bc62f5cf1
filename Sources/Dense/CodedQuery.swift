internal import CKernels

/// A query in eight bits and what bounds need of it.
struct CodedQuery {
  let codes: [Int8]
  let bound: ck_code_query

  init(_ query: ArraySlice<Float>, _ metric: VectorMetric) {
    let coded = CodedVector(query)
    codes = coded.codes
    let length = query.euclideanLength, error = coded.errorLength(of: Array(query))
    // 2^-24 a number for the sum, and for the few operations that make bounds of it, of which 2^-16 is left over.
    let rounding = Double(query.count + 32) * 0x1p-24, above = 1 + 0x1p-16
    let factor = metric == .l2 ? 2.0 : 1.0
    let errorFactor = factor * (length + error) * above
    let lengthFactor = factor * (error + rounding * length) * above
    let square = metric == .l2 ? 1.0 : 0.0
    bound = ck_code_query(
      scale: Float(factor) * coded.scale, error_factor: errorFactor.roundedUp, length_factor: lengthFactor.roundedUp,
      square: Float(square), square_slack: (square * 2 * rounding * above).roundedUp, constant: Float(square * length * length),
      slack: (square * 2 * rounding * length * length * above).roundedUp)
  }
}
