// The tutorial of the README with the Go client that OpenAPI Generator makes of the contract.
//
//	story SERVER-URL
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	usher "example.org/story/usher"
)

var background = context.Background()

func done(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func expect(what string, got, want interface{}) {
	if got != want {
		log.Fatalf("%s: %v, expected %v", what, got, want)
	}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: story SERVER-URL")
	}
	settings := usher.NewConfiguration()
	settings.Servers = usher.ServerConfigurations{{URL: strings.TrimSuffix(os.Args[1], "/")}}
	client := usher.NewAPIClient(settings)

	// Unique ids, so that the story can run again on the same tables.
	run := fmt.Sprint(time.Now().UnixNano())
	ada, bob, cleo, eventId := "ada-"+run, "bob-"+run, "cleo-"+run, "jazz-"+run
	for _, userId := range []string{ada, bob, cleo} {
		input := usher.NewUserInput(userId)
		input.SetUserId(userId)
		user, _, err := client.UsersAPI.CreateUser(background).UserInput(*input).Execute()
		done(err)
		expect("user", user.GetUserId(), userId)
	}
	input := usher.NewEventInput("Jazz night", 2)
	input.SetEventId(eventId)
	input.SetHasWaitlist(true)
	_, _, err := client.EventsAPI.CreateEvent(background).EventInput(*input).Execute()
	done(err)

	register := func(userId string) (*usher.Registration, error) {
		body := usher.NewRegistrationInput()
		body.SetUserId(userId)
		registration, _, err := client.RegistrationsAPI.Register(background, eventId).RegistrationInput(*body).Execute()
		return registration, err
	}
	for _, userId := range []string{ada, bob} {
		registration, err := register(userId)
		done(err)
		expect("status", registration.GetStatus(), "registered")
	}
	waiting, err := register(cleo)
	done(err)
	expect("status", waiting.GetStatus(), "waitlisted")
	expect("position", waiting.GetWaitlistPosition(), int32(1))

	left, _, err := client.RegistrationsAPI.Unregister(background, eventId, ada).Execute()
	done(err)
	expect("promoted", left.GetPromoted(), cleo)

	_, err = register(bob)
	refused, isRefused := err.(*usher.GenericOpenAPIError)
	expect("a second registration is refused", isRefused, true)
	problem, isProblem := refused.Model().(usher.Problem)
	expect("the refusal is a problem", isProblem, true)
	expect("code", problem.GetType(), "/problems/already-registered")
	current := problem.GetRegistration()
	expect("registration", current.GetUserId(), bob)

	patch := usher.NewEventPatch()
	patch.SetCapacity(3)
	patch.SetDescriptionNil()
	raised, _, err := client.EventsAPI.UpdateEvent(background, eventId).EventPatch(*patch).Execute()
	done(err)
	expect("capacity", raised.GetCapacity(), int32(3))

	roster, _, err := client.RegistrationsAPI.ListRegistrations(background, eventId).Status("registered").Execute()
	done(err)
	expect("roster", len(roster.GetRegistrations()), 2)
	fmt.Println("story in Go: all responses are correct")
}
