internal import Bytes

/// Refuses ids that cannot stand in a TREC run.
func checkedID(_ bytes: [UInt8], name: String, expected: @autoclosure () -> String) throws(RecordProblem) -> ByteString {
  let id = ByteString(bytes)
  if id.isEmpty { throw .emptyID(name: name, expected: expected()) }
  for byte in bytes where isWhiteSpace(byte) { throw .idHasWhiteSpace(name: name, id: id) }
  return id
}
