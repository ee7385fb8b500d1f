/// Every observable there is: each room lists its own, and `all` joins them.
package enum ObservableCatalogue {}
