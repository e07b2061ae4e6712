// Package storetest is what every store has to keep, whatever it is made of:
// the table and the store in memory pass the same functions. It knows the
// stores by the interfaces of the capabilities only, so what it sees is what
// they see; the two indexes show themselves in Queue, Doubtful and Due.
package storetest
