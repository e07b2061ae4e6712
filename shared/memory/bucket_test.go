package memory_test

import (
	"net/http/httptest"
	"testing"

	"huiyin/shared/memory"
	"huiyin/shared/storetest"
)

func TestMemoryKeepsFilesAsABucketDoes(t *testing.T) {
	b := &memory.Bucket{}
	server := httptest.NewServer(b)
	defer server.Close()
	b.Address = server.URL
	storetest.Bucket(t, b)
}
