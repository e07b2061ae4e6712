// Package token is what the token of a request says about who sends it. How a
// token comes to be believed is in package cognito below, apart because it brings
// a library along that only the function needs which checks tokens.
package token
