internal import Parallelism

/// Sums of products of components, X'X, in double: every element summed over the rows in order, whatever the threads.
enum SecondMoments {
  private static let blockColumns = 16

  /// X'X of `count` rows of `width` doubles, a symmetric matrix row by row.
  static func of(_ rows: [Double], count: Int, width: Int, threads: Int) throws -> [Double] {
    let blocks = (width + blockColumns - 1) / blockColumns
    let parts = try mapBlocks(count: blocks, threads: threads) { block in
      lower(rows, count: count, width: width, columns: block * blockColumns..<min(width, (block + 1) * blockColumns))
    }
    var moments = parts.flatMap { $0 }
    for row in 0..<width {
      for column in row + 1..<max(row + 1, width) { moments[row * width + column] = moments[column * width + row] }
    }
    return moments
  }

  /// The rows `columns` of the result up to the diagonal.
  private static func lower(_ rows: [Double], count: Int, width: Int, columns: Range<Int>) -> [Double] {
    var out = [Double](repeating: 0, count: columns.count * width)
    var target = out.mutableSpan
    let source = rows.span
    for row in 0..<count {
      let start = row * width
      for column in columns {
        let factor = source[start + column], to = (column - columns.lowerBound) * width
        for other in 0...column { target[to + other] += factor * source[start + other] }
      }
    }
    return out
  }
}
