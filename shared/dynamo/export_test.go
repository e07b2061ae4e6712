package dynamo

// Unpack shows tests what a packed record holds.
var Unpack = unpack
