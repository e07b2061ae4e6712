package cognito

import (
	"errors"
	"slices"

	"huiyin/shared/errs"
)

// What the pool's exceptions mean, by their names. Some operations answer with
// names that their own description leaves out.
var (
	// correctable: another answer to the same question may do.
	correctable = []string{"InvalidPasswordException", "PasswordHistoryPolicyViolationException", "CodeMismatchException",
		"ExpiredCodeException", "EnableSoftwareTokenMFAException", "InvalidParameterException"}
	// busy: the pool has had enough for now.
	busy = []string{"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"}
	// refusing: the pool has decided. An invalid parameter is a name or a password
	// that no account can have.
	refusing = []string{"NotAuthorizedException", "UnauthorizedException", "UserNotFoundException", "UserNotConfirmedException",
		"PasswordResetRequiredException", "InvalidParameterException", "InvalidPasswordException", "UnsupportedTokenTypeException",
		"RefreshTokenReuseException"}
)

// wrong is what is wrong with a field that the pool won't have.
var wrong = map[string]string{"password": "session.weak", "code": "session.wrong_code"}

// told is what a refusal of the pool means. field is what was asked for, ""
// when there is nothing to correct; refusal is the code of "no". What the pool
// says in words is kept for the log of failures only: it tells more than
// whoever signs in may know, whether the name exists for one.
func told(err error, field, refusal string) error {
	if err == nil {
		return nil
	}
	var said interface{ ErrorCode() string }
	name := ""
	if errors.As(err, &said) {
		name = said.ErrorCode()
	}
	switch {
	case wrong[field] != "" && slices.Contains(correctable, name):
		var fields errs.Fields
		fields.Add(field, wrong[field])
		return fields.Err()
	case slices.Contains(busy, name):
		return errs.New(errs.TooMany, "session.too_many").With("retryAfter", 60)
	case slices.Contains(refusing, name):
		return errs.New(errs.Unauthenticated, refusal)
	}
	return errs.New(errs.Unavailable, "session.pool").Because(err)
}

// unexpected is a pool that is set up otherwise than template.yaml says.
func unexpected(what string) error {
	return errs.New(errs.Internal, "internal").Because(errors.New("the user pool " + what))
}
