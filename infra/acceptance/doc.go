// Package acceptance proves the desk as a whole: the deployed functions, on
// the local AWS with the roles' permissions evaluated, from a form to the
// customer's telephone and back.
//
// One stack serves all tests. Its clock says that it is a Tuesday morning in
// June 2026, whatever hour it is; tests that need another hour send a
// function an event of that hour. Between the functions and AWS stands the
// proxy of package fault. Tests about what customers are told run side by
// side, each with telephones of its own; tests about who of the staff hears of
// what run one after another, because there is one manager.
package acceptance
