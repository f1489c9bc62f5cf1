import Pipelines
import TestSupport
import Testing

private func recipe(_ k1: String) -> Recipe {
  var recipe = Recipe()
  recipe.add("command", "search")
  recipe.add("k1", k1)
  return recipe
}

@Test func `an output is up to date only with its recipe and unchanged bytes`() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("out.run")
  #expect(try OutputRecord.state(of: path, recipe: recipe("0.9"), overwrite: false) == .absent)
  try folder.write(Array("rows".utf8), to: "out.run")
  #expect { try OutputRecord.state(of: path, recipe: recipe("0.9"), overwrite: false) } throws: {
    "\($0)".contains("nothing says how it was made")
  }
  try OutputRecord.write(for: path, recipe: recipe("0.9"))
  #expect(try OutputRecord.state(of: path, recipe: recipe("0.9"), overwrite: false) == .upToDate)
  #expect { try OutputRecord.state(of: path, recipe: recipe("1.2"), overwrite: false) } throws: {
    "\($0)".contains("k1: 0.9, now 1.2")
  }
  #expect(try OutputRecord.state(of: path, recipe: recipe("1.2"), overwrite: true) == .absent)
  try folder.write(Array("other rows".utf8), to: "out.run")
  #expect { try OutputRecord.state(of: path, recipe: recipe("0.9"), overwrite: false) } throws: {
    "\($0)".contains("has been changed")
  }
}

@Test func `values with quotes and line breaks survive the record`() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("out.run")
  try folder.write([1], to: "out.run")
  let odd = recipe("a \"b\"\n: é # {x}")
  try OutputRecord.write(for: path, recipe: odd)
  #expect(try OutputRecord.state(of: path, recipe: odd, overwrite: false) == .upToDate)
}
