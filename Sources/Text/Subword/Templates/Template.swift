internal import Bytes

/// How the tokens of one text or two are joined with special tokens.
struct Template: Sendable {
  /// One piece: the tokens of a text (0 or 1), or special tokens.
  enum Piece: Sendable {
    case text(Int, typeID: Int32)
    case special([Int32], typeID: Int32)
  }

  let pieces: [Piece]

  /// Number of special tokens.
  let specialCount: Int

  init(_ pieces: [Piece]) {
    self.pieces = pieces
    specialCount = pieces.reduce(0) { if case .special(let ids, _) = $1 { $0 + ids.count } else { $0 } }
  }

  /// The ids and type ids of the whole.
  func ids(_ texts: [TokenList]) -> (ids: [Int32], typeIDs: [Int32]) {
    var ids: [Int32] = []
    var typeIDs: [Int32] = []
    let count = texts.reduce(specialCount) { $0 + $1.ids.count }
    ids.reserveCapacity(count)
    typeIDs.reserveCapacity(count)
    for piece in pieces {
      switch piece {
      case .special(let special, let typeID):
        ids.append(contentsOf: special)
        typeIDs.append(contentsOf: repeatElement(typeID, count: special.count))
      case .text(let index, let typeID) where index < texts.count:
        ids.append(contentsOf: texts[index].ids)
        typeIDs.append(contentsOf: repeatElement(typeID, count: texts[index].ids.count))
      case .text: break
      }
    }
    return (ids, typeIDs)
  }

  /// The offsets of the whole, `0..<0` for special tokens.
  func offsets(_ texts: [TokenList]) -> [Range<Int>] {
    var offsets: [Range<Int>] = []
    offsets.reserveCapacity(texts.reduce(specialCount) { $0 + $1.offsets.count })
    for piece in pieces {
      switch piece {
      case .special(let special, _): offsets.append(contentsOf: repeatElement(0..<0, count: special.count))
      case .text(let index, _): if index < texts.count { offsets.append(contentsOf: texts[index].offsets) }
      }
    }
    return offsets
  }
}
