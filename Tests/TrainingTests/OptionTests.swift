import Testing
import Training

@Suite struct OptionTests {
  @Test func `an unknown loss is an error that lists the known ones`() {
    #expect {
      try LossRegistry.make("hinge", for: .crossEncoder)
    } throws: {
      "\($0)".hasPrefix("there is no cross-encoder loss 'hinge'; use one of: bce, graded-bce, mse, ranknet")
    }
  }

  @Test func `a bi-encoder's loss is none of a cross-encoder`() {
    #expect(throws: TrainingError.self) { try LossRegistry.make("mnrl", for: .crossEncoder) }
    #expect(throws: TrainingError.self) { try LossRegistry.make("bce", for: .biEncoder) }
  }

  @Test func `an unknown option is an error that lists the known ones`() {
    #expect(
      throws: TrainingError.unknownOption(
        owner: "loss 'mnrl'", option: "tau", known: ["scale", "similarity", "symmetric", "mask-duplicates"])
    ) {
      try LossRegistry.make("mnrl", for: .biEncoder, options: ["tau": 3])
    }
    #expect {
      try LossRegistry.make("mse", for: .crossEncoder, options: ["tau": 3])
    } throws: {
      "\($0)" == "loss 'mse' has no option 'tau', and takes none: remove it"
    }
  }

  @Test(arguments: [
    ("scale", OptionValue.number(0), "a finite number above 0.0"), ("scale", .text("20"), "a finite number above 0.0"),
    ("scale", .number(.infinity), "a finite number above 0.0"), ("symmetric", .number(1), "true or false"),
    ("similarity", "euclidean", "one of: cosine, dot"),
  ])
  func `a value out of its domain is an error`(option: String, value: OptionValue, expected: String) {
    #expect(
      throws: TrainingError.optionValue(owner: "loss 'mnrl'", option: option, found: "\(value)", expected: expected)
    ) { try LossRegistry.make("mnrl", for: .biEncoder, options: [option: value]) }
  }

  @Test func `settings are resolved with the standard values`() throws {
    let plain = try LossRegistry.make("triplet", for: .biEncoder).settings
    #expect(plain.values.map(\.name) == ["metric", "margin"])
    #expect(plain.values.map(\.value) == ["cosine", 0.2])
    let euclidean = try LossRegistry.make("triplet", for: .biEncoder, options: ["metric": "euclidean"]).settings
    #expect(euclidean.values.map(\.value) == ["euclidean", 5])
    let own = try LossRegistry.make("triplet", for: .biEncoder, options: ["metric": "euclidean", "margin": 0.2]).settings
    #expect(own.values.map(\.value) == ["euclidean", 0.2])
  }

  @Test func `every row's standard options make a loss of its name`() throws {
    for stage in TrainedStage.allCases {
      for kind in LossRegistry.kinds(stage) {
        #expect(try LossRegistry.make(kind.name, for: stage).loss.name == kind.name)
      }
    }
  }
}
