package message

import (
	"fmt"

	"huiyin/shared/errs"
)

// explain shows the arguments that an error keeps out of logs.
func explain(err error) string { return fmt.Sprintf("%v %v", err, errs.As(err).Fields) }
