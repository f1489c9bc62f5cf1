import Tensors
import Testing

@Test(arguments: InstructionSet.available)
func `squared norms, scaled vectors and sums of matrices are right, with the same bits for any threads`(path: InstructionSet) {
  var numbers = Numbers(seed: 72)
  for count in [0, 1, 37, 16_384, 50_001] {
    let x = numbers.array(count), y = numbers.array(count)
    let slow = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    var first: Double?
    for threads in [1, 2, 7] {
      let norm = path.squaredNorm(x.span, fork: fork(threads))
      #expect(abs(norm - slow) <= 1e-12 * max(1, slow))
      #expect(norm == first ?? norm)
      first = norm
      var scaled = x
      var target = scaled.mutableSpan
      path.scale(&target, by: 0.3, fork: fork(threads))
      #expect(scaled == x.map { $0 * 0.3 })
      guard count > 0 else { continue }
      var sum = matrix(y + y, columns: count)
      path.add(matrix(x, columns: count), to: &sum, rows: 1, fork: fork(threads))
      #expect(array(sum.elements) == zip(x, y).map { $0 + $1 } + y)
    }
  }
}

@Test(arguments: InstructionSet.available)
func `rows are added to their slots in order, those without a slot to none`(path: InstructionSet) {
  var numbers = Numbers(seed: 73)
  for width in [1, 37, 400] {
    let x = numbers.array(9 * width), start = numbers.array(4 * width)
    let slots: [Int32] = [3, 0, -1, 2, 3, 3, 0, 2]
    var expected = start
    for (row, slot) in slots.enumerated() where slot >= 0 {
      for i in 0..<width { expected[Int(slot) * width + i] += x[row * width + i] }
    }
    for threads in [1, 2, 7] {
      var sums = start
      var target = sums.mutableSpan
      path.addRows(of: matrix(x, columns: width), to: slots.span, of: &target, fork: fork(threads))
      #expect(sums == expected)
    }
  }
}

@Test(arguments: InstructionSet.available)
func `a normalised vector's gradient agrees with finite differences, down to zero`(path: InstructionSet) {
  var numbers = Numbers(seed: 74)
  for width in [1, 5, 37] {
    let x = numbers.array(width), d = numbers.array(width)
    let slow = (0..<width).map { i in
      Slow.difference(at: Double(x[i])) { moved in
        var row = x.map(Double.init)
        row[i] = moved
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return row.indices.reduce(0) { $0 + row[$1] / length * Double(d[$1]) }
      }
    }
    var gradient = d
    var target = gradient.mutableSpan
    path.normalizeBackward(input: x.span, gradient: &target)
    if width > 1 { #expect(distance(gradient, slow) < 4e-6) } else { #expect(abs(gradient[0]) < 1e-6) }
    var small = [Float](repeating: 1e-12, count: width)
    target = small.mutableSpan
    path.normalizeBackward(input: [Float](repeating: 0, count: width).span, gradient: &target)
    #expect(distance(small, [Double](repeating: 1, count: width)) < 1e-6)
  }
}

@Test(arguments: InstructionSet.available)
func `stored floats are rounded to the nearest and read back`(path: InstructionSet) {
  var numbers = Numbers(seed: 75)
  var x = numbers.array(500, scale: 3) + numbers.array(500, scale: 1e-7) + [.infinity, -.infinity, 0, 65_519, 65_520, 1e9, -0.0]
  x += [1 + 0x1p-11, 1 + 0x3p-11, 1 + 0x1p-8, 1 + 0x3p-8]
  for storage in [FloatStorage.float32, .float16, .bfloat16] {
    var bytes = [UInt8](repeating: 0, count: x.count * storage.byteCount), back = [Float](repeating: 0, count: x.count)
    var stored = bytes.mutableSpan
    var target = unsafe stored.mutableBytes
    path.encode(x.span, as: storage, into: &target)
    var read = back.mutableSpan
    unsafe path.decode(bytes.span.bytes, as: storage, into: &read)
    for i in x.indices {
      switch storage {
      case .float32: #expect(back[i] == x[i])
      case .float16: #expect(back[i] == Float(Float16(x[i])))
      case .bfloat16:
        let below = Float(bitPattern: x[i].bitPattern & 0xffff_0000),
          above = Float(bitPattern: (x[i].bitPattern & 0xffff_0000) &+ 0x1_0000)
        #expect(back[i] == below || back[i] == above)
        if x[i].isFinite, above.isFinite { #expect(abs(back[i] - x[i]) <= min(abs(below - x[i]), abs(above - x[i]))) }
      }
    }
    if storage == .bfloat16 { #expect(back.suffix(2) == [1, 1 + 0x1p-6]) }
  }
}
