// An agent for RecArena in Go: it recommends what the user has looked at most often, and now and then something else.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	pb "recarena.example/agent/recarena/v1"
)

const (
	products = 10
	lanes    = 64
	steps    = 200
)

func main() {
	address := flag.String("address", "localhost:50051", "of the server")
	flag.Parse()
	connection, err := grpc.NewClient(*address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	client := pb.NewSimulationServiceClient(connection)
	random, err := play(client, "random", 1.0)
	if err != nil {
		log.Fatal(err)
	}
	views, err := play(client, "most-viewed", 0.1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("click-through rate: random %.4f, most viewed %.4f\n", random, views)
	if views <= random {
		log.Fatal("the agent is no better than chance")
	}
}

// play shows recommendations to the same users whichever the policy, and returns the share that was clicked.
// With probability exploration a product is drawn at random.
func play(client pb.SimulationServiceClient, policy string, exploration float64) (float64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	config, err := structpb.NewStruct(map[string]any{"num_products": products})
	if err != nil {
		return 0, err
	}
	seed := uint64(42)
	created, err := client.Create(ctx, &pb.CreateRequest{
		EnvironmentId: "RecoGym-v1",
		Config:        config,
		Seed:          &seed,
		Lanes:         lanes,
		Autoreset:     pb.AutoresetMode_AUTORESET_MODE_SAME_STEP,
		Labels:        map[string]string{"policy": policy},
	})
	if err != nil {
		return 0, err
	}
	id := created.Simulation.SimulationId
	defer client.Delete(ctx, &pb.DeleteRequest{SimulationId: id})

	stream, err := client.Play(ctx)
	if err != nil {
		return 0, err
	}
	ask := func(request *pb.PlayRequest) (*pb.Outcome, error) {
		if err := stream.Send(request); err != nil {
			return nil, err
		}
		reply, err := stream.Recv()
		if err != nil {
			return nil, err
		}
		if refusal := reply.GetError(); refusal != nil {
			return nil, fmt.Errorf("refused: %s", refusal.Message)
		}
		return reply.GetOutcome(), nil
	}

	// Resets and steps have numbers, so that one that is sent again is not played twice.
	reset := &pb.ResetRequest{SimulationId: id, Step: 1}
	outcome, err := ask(&pb.PlayRequest{Request: &pb.PlayRequest_Reset_{Reset_: reset}})
	if err != nil {
		return 0, err
	}
	agent := newAgent(exploration)
	clicks := 0
	for number := int64(2); number < steps+2; number++ {
		if err := agent.observe(outcome); err != nil {
			return 0, err
		}
		chosen, propensities := agent.choose()
		step := &pb.StepRequest{
			SimulationId: id,
			Step:         number,
			Actions:      items(chosen),
			Propensities: &pb.Propensities{Chosen: reals(propensities)},
		}
		outcome, err = ask(&pb.PlayRequest{Request: &pb.PlayRequest_Step{Step: step}})
		if err != nil {
			return 0, err
		}
		click, err := column(outcome.Signals, "click")
		if err != nil {
			return 0, err
		}
		for _, clicked := range click.Values.Data {
			clicks += int(clicked)
		}
	}
	return float64(clicks) / (lanes * steps), stream.CloseSend()
}

// agent counts, for the user in each lane, how often they looked at each product.
type agent struct {
	exploration float64
	counts      [lanes][products]int
	random      *rand.Rand
}

func newAgent(exploration float64) *agent {
	return &agent{exploration: exploration, random: rand.New(rand.NewSource(1))}
}

// observe counts views. Where a user has left, the observation is the next user's first one.
func (a *agent) observe(outcome *pb.Outcome) error {
	views, err := column(outcome.Observations, "views")
	if err != nil {
		return err
	}
	for lane, viewed := range rows(views) {
		if outcome.Terminated[lane] != 0 || outcome.Truncated[lane] != 0 {
			a.counts[lane] = [products]int{}
		}
		for _, product := range viewed {
			a.counts[lane][product]++
		}
	}
	return nil
}

// choose returns a product for each lane, and the probability with which it was chosen.
func (a *agent) choose() ([]int32, []float64) {
	chosen, propensities := make([]int32, lanes), make([]float64, lanes)
	for lane, counts := range a.counts {
		favourite := 0
		for product, count := range counts {
			if count > counts[favourite] {
				favourite = product
			}
		}
		product := favourite
		if a.random.Float64() < a.exploration {
			product = a.random.Intn(products)
		}
		chosen[lane] = int32(product)
		propensities[lane] = a.exploration / products
		if product == favourite {
			propensities[lane] += 1 - a.exploration
		}
	}
	return chosen, propensities
}
