enum MachineReport { static let json = "{}" }
