/// The list of all observables: each room lists its own, and `all` joins them.
package enum ObservableCatalogue {}
