package infra

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// object is a mapping of the template, with CloudFormation's short tags
// written out: !Ref X is {"Ref": "X"}, !GetAtt X.Y is {"Fn::GetAtt": "X.Y"}.
type object = map[string]any

// resource is one entry of Resources.
type resource struct {
	Type       string
	Properties object
	Raw        object
}

// template reads template.yaml once per test: the tests may not change what
// another one sees.
func template(t *testing.T) map[string]resource {
	t.Helper()
	all := map[string]resource{}
	for name, value := range document(t)["Resources"].(object) {
		raw := value.(object)
		properties, _ := raw["Properties"].(object)
		all[name] = resource{Type: raw["Type"].(string), Properties: properties, Raw: raw}
	}
	return all
}

func document(t *testing.T) object {
	t.Helper()
	text, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	return plain(t, root.Content[0]).(object)
}

// plain turns a node into maps, lists and scalars.
func plain(t *testing.T, node *yaml.Node) any {
	t.Helper()
	var value any
	switch node.Kind {
	case yaml.MappingNode:
		members := object{}
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if _, twice := members[key]; twice {
				t.Fatalf("line %d: %s stands there twice", node.Content[i].Line, key)
			}
			members[key] = plain(t, node.Content[i+1])
		}
		value = members
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range node.Content {
			list = append(list, plain(t, item))
		}
		value = list
	default:
		if strings.HasPrefix(node.Tag, "!!") {
			if err := node.Decode(&value); err != nil {
				t.Fatal(err)
			}
		} else {
			value = node.Value
		}
	}
	switch tag := node.Tag; {
	case strings.HasPrefix(tag, "!!") || tag == "":
		return value
	case tag == "!Ref":
		return object{"Ref": value}
	default:
		return object{"Fn::" + strings.TrimPrefix(tag, "!"): value}
	}
}

// at follows a path of member names; nil when it ends early.
func at(value any, path ...string) any {
	for _, name := range path {
		members, ok := value.(object)
		if !ok {
			return nil
		}
		value = members[name]
	}
	return value
}

// list is a value as a list: CloudFormation takes one or many.
func list(value any) []any {
	switch value := value.(type) {
	case nil:
		return nil
	case []any:
		return value
	}
	return []any{value}
}

// target is the name of the resource that a value points to, "" when it does
// not point to one. A Sub counts by the first name in it.
func target(value any) string {
	if name, ok := at(value, "Ref").(string); ok {
		return name
	}
	if attribute, ok := at(value, "Fn::GetAtt").(string); ok {
		name, _, _ := strings.Cut(attribute, ".")
		return name
	}
	if text, ok := at(value, "Fn::Sub").(string); ok {
		if _, rest, found := strings.Cut(text, "${"); found {
			name, _, _ := strings.Cut(rest, "}")
			name, _, _ = strings.Cut(name, ".")
			return name
		}
	}
	return ""
}

// targets are the names that a value or a list of values points to.
func targets(value any) []string {
	var names []string
	for _, item := range list(value) {
		names = append(names, target(item))
	}
	return names
}

// named lists the resources of a type in order of their names.
func named(all map[string]resource, kind string) []string {
	var names []string
	for name, r := range all {
		if r.Type == kind {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// statements are the statements of a policy document, as it is on AWS.
func statements(document any) []object {
	var found []object
	for _, statement := range list(at(document, "Statement")) {
		if choice := list(at(statement, "Fn::If")); len(choice) == 3 && choice[0] == "IsOnAws" {
			statement = choice[1]
		}
		found = append(found, statement.(object))
	}
	return found
}

// granted are a role's own statements.
func granted(role resource) []object {
	var found []object
	for _, policy := range list(role.Properties["Policies"]) {
		found = append(found, statements(at(policy, "PolicyDocument"))...)
	}
	return found
}

// may tells whether a role allows an action on a resource.
func may(role resource, action, on string) bool {
	for _, statement := range granted(role) {
		if statement["Effect"] == "Allow" && slices.Contains(list(statement["Action"]), any(action)) &&
			slices.Contains(targets(statement["Resource"]), on) {
			return true
		}
	}
	return false
}

const function = "AWS::Serverless::Function"

// roleOf is the role of a function.
func roleOf(all map[string]resource, name string) resource {
	return all[target(all[name].Properties["Role"])]
}
