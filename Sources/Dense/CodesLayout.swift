/// Where the eight-bit codes for a first pass stand: rows of codes without gaps, zeros up to a multiple of 64 bytes, then for each row its
/// scale, the length of its error |d - code * scale| and the length |d|, both rounded up (float32), and the sum of its codes (int32),
/// each kind in an array of its own. Every slab but the last holds `rowsPerSlab` rows.
struct CodesLayout {
  /// What stands for each row behind the codes.
  enum Column: Int { case scales, errors, lengths, sums }

  let dimension: Int

  /// Rows of every slab but the last: a multiple of 64.
  var rowsPerSlab: Int { max(64, VectorLayout.slabBytes / dimension / 64 * 64) }

  /// Where a column begins in a slab of some rows.
  func offset(_ column: Column, rows: Int) -> Int { (rows * dimension + 63) / 64 * 64 + 4 * rows * column.rawValue }

  /// Payload bytes of a slab.
  func slabBytes(rows: Int) -> Int { offset(.scales, rows: rows) + 16 * rows }
}
