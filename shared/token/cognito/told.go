package cognito

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"huiyin/shared/errs"
)

// told is what a refusal of the pool means. field is what was asked for, ""
// when there is nothing to correct; refusal is the code of "no". What the pool
// says in words is kept for the log of our own faults only: it tells more than
// whoever signs in may know, whether the name exists for one.
func told(err error, field, refusal string) error {
	if err == nil {
		return nil
	}
	if code := wrong[field]; code != "" && correctable(err) {
		var fields errs.Fields
		fields.Add(field, code)
		return fields.Err()
	}
	switch {
	case busy(err):
		return errs.New(errs.TooMany, "session.too_many").With("retryAfter", 60)
	case refusing(err):
		return errs.New(errs.Unauthenticated, refusal)
	}
	return errs.New(errs.Unavailable, "session.pool").Because(err)
}

// wrong is what is wrong with a field that the pool won't have.
var wrong = map[string]string{"password": "session.weak", "code": "session.wrong_code"}

// is tells whether an error is one of the pool's exceptions.
func is[E error](err error) bool {
	var one E
	return errors.As(err, &one)
}

// correctable tells whether another answer to the same question may do.
func correctable(err error) bool {
	return is[*types.InvalidPasswordException](err) || is[*types.PasswordHistoryPolicyViolationException](err) ||
		is[*types.CodeMismatchException](err) || is[*types.ExpiredCodeException](err) ||
		is[*types.EnableSoftwareTokenMFAException](err) || is[*types.InvalidParameterException](err)
}

func busy(err error) bool {
	return is[*types.TooManyRequestsException](err) || is[*types.LimitExceededException](err) || is[*types.TooManyFailedAttemptsException](err)
}

// refusing tells whether the pool has decided against somebody. An invalid
// parameter is a name or a password that no account can have.
func refusing(err error) bool {
	return is[*types.NotAuthorizedException](err) || is[*types.UserNotFoundException](err) || is[*types.UserNotConfirmedException](err) ||
		is[*types.PasswordResetRequiredException](err) || is[*types.InvalidParameterException](err) ||
		is[*types.InvalidPasswordException](err) || is[*types.UnsupportedTokenTypeException](err) || is[*types.RefreshTokenReuseException](err)
}

// unexpected is a pool that is set up otherwise than template.yaml says.
func unexpected(what string) error {
	return errs.New(errs.Internal, "internal").Because(errors.New("the user pool " + what))
}
