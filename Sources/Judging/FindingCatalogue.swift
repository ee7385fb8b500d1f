/// The list of all findings: each room lists its own, and `all` joins them.
package enum FindingCatalogue {}
