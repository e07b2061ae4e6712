// Package config reads a function's settings from its environment and checks
// them before the first event: a function that would do the wrong thing does
// not start.
//
// Each function asks for the settings it needs; whatever is wrong with them is
// told at once, by the name of the variable. The variables are set in
// template.yaml, where each has its default and its meaning.
package config
