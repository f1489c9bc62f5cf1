import Tensors
import Testing

@Test
func `matrices of all sizes begin as zeros and keep what is written, those on mapped pages too`() {
  // 524,288 floats are a huge page.
  for count in [0, 1, 17, 524_287, 524_288, 524_289, 1_300_001] {
    for _ in 0..<3 {
      var matrix = Matrix(rows: 1, columns: count)
      var elements = matrix.mutableElements
      var dirty = 0
      for index in elements.indices {
        if elements[index] != 0 { dirty += 1 }
        elements[index] = Float(index % 251)
      }
      #expect(dirty == 0, "\(count)")
      var wrong = 0
      let read = matrix.elements
      for index in read.indices where read[index] != Float(index % 251) { wrong += 1 }
      #expect(wrong == 0, "\(count)")
    }
  }
}

@Test
func `copied rows are those of the other matrix, whatever the threads, and the rest stays`() {
  var numbers = Numbers(seed: 62)
  for (rows, columns) in [(0, 3), (1, 1), (63, 5), (64, 5), (200, 33)] {
    let x = numbers.array((rows + 1) * columns), old = numbers.array((rows + 2) * columns)
    for threads in [1, 2, 7] {
      var target = matrix(old, columns: columns)
      target.copyRows(rows, of: matrix(x, columns: columns), fork: fork(threads))
      #expect(array(target.elements) == Array(x[..<(rows * columns)]) + Array(old[(rows * columns)...]))
    }
  }
}
