package stack

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
)

// replies is the parameter that names the topic of customers' answers.
const replies = "ReplyTopicArn"

// hear makes the topic by which a provider would deliver what customers answer
// by SMS: on AWS it is there before the desk is. Making it twice makes it once.
func (s *Stack) hear(ctx context.Context, parameters map[string]string) error {
	out, err := sns.NewFromConfig(s.AWS()).CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String(Name + "-replies")})
	if err != nil {
		return fmt.Errorf("make the topic of answers: %w", err)
	}
	if _, set := parameters[replies]; !set {
		parameters[replies] = aws.ToString(out.TopicArn)
	}
	s.Replies = parameters[replies]
	return nil
}
