import ArgumentParser
import Publishing
import Runs

/// `dynsweep export`: a results file as archives take it.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Puts a results file into a folder that an archive takes.",
    discussion: """
      With --crate, FOLDER becomes an RO-Crate 1.1 and a Process Run Crate 0.5: a copy of the file, the sweep file, and \
      ro-crate-metadata.json, which tells what they are, which program made the one from the other and when, and, from the \
      sweep's section about, who did it and how it may be used. The run ends, for the crate, when the file was last written: \
      copy files with their times (cp -p).

      Example: $ dynsweep export quickstart.h5 --crate quickstart-crate

      Exit codes: 0 done; 65 the file cannot be read; 73 FOLDER exists or cannot be made, or a run is writing the file.
      """)

  @Argument(help: ArgumentHelp("A results file.", valueName: "FILE.h5"))
  var file: String

  @Option(
    help: ArgumentHelp("Make an RO-Crate; FOLDER must not exist.", valueName: "FOLDER"),
    completion: .directory)
  var crate: String

  func run() throws {
    try reported {
      let folder = try guardedAgainstCrashes(on: file) { try CrateFolder(of: file) }
      for note in folder.notes { Console.say("note: \(note)") }
      try folder.write(to: crate)
      print(crate)
    }
  }
}
