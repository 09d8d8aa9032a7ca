// An agent for RecArena in TypeScript: it recommends what the user has looked at most often, and now and then something
// else.

import { fileURLToPath } from "node:url";

import * as grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

import type { ProtoGrpcType } from "../generated/simulations.js";
import type { CreateRequest } from "../generated/recarena/v1/CreateRequest.js";
import type { Outcome__Output } from "../generated/recarena/v1/Outcome.js";
import type { PlayRequest } from "../generated/recarena/v1/PlayRequest.js";
import type { PlayResponse__Output } from "../generated/recarena/v1/PlayResponse.js";
import type { SimulationServiceClient } from "../generated/recarena/v1/SimulationService.js";
import { bytes, column, items, reals, rows } from "./tensors.js";

const PRODUCTS = 10;
const LANES = 64;
const STEPS = 200;
const CONTRACT = fileURLToPath(new URL("../../../../proto", import.meta.url));

function connect(address: string): SimulationServiceClient {
  const definition = loadSync("recarena/v1/simulations.proto", {
    includeDirs: [CONTRACT, `${CONTRACT}/target/imported-protos`],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const contract = grpc.loadPackageDefinition(definition) as unknown as ProtoGrpcType;
  return new contract.recarena.v1.SimulationService(address, grpc.credentials.createInsecure());
}

function create(client: SimulationServiceClient, request: CreateRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    client.Create(request, (error, reply) => {
      if (error) {
        reject(error);
      } else {
        resolve(reply?.simulation?.simulation_id ?? "");
      }
    });
  });
}

function remove(client: SimulationServiceClient, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.Delete({ simulation_id: id }, (error) => (error ? reject(error) : resolve()));
  });
}

/** Counts, for the user in each lane, how often they looked at each product. */
class Agent {
  private readonly counts = Array.from({ length: LANES }, () => new Array<number>(PRODUCTS).fill(0));

  /** With probability `exploration`, a product is drawn at random. */
  constructor(private readonly exploration: number) {}

  /** Counts views. Where a user has left, the observation is the next user's first one. */
  observe(outcome: Outcome__Output): void {
    rows(column(outcome.observations, "views")).forEach((viewed, lane) => {
      const counts = this.counts[lane]!;
      if (outcome.terminated[lane] || outcome.truncated[lane]) {
        counts.fill(0);
      }
      for (const product of viewed) {
        counts[product]! += 1;
      }
    });
  }

  /** A product for each lane, and the probability with which it was chosen. */
  choose(): { chosen: number[]; propensities: number[] } {
    const chosen: number[] = [];
    const propensities: number[] = [];
    for (const counts of this.counts) {
      const favourite = counts.indexOf(Math.max(...counts));
      const product = Math.random() < this.exploration ? Math.floor(Math.random() * PRODUCTS) : favourite;
      chosen.push(product);
      propensities.push(this.exploration / PRODUCTS + (product === favourite ? 1 - this.exploration : 0));
    }
    return { chosen, propensities };
  }
}

/** Shows recommendations to the same users whichever the policy, and returns the share that was clicked. */
async function play(client: SimulationServiceClient, policy: string, exploration: number): Promise<number> {
  const id = await create(client, {
    environment_id: "RecoGym-v1",
    config: { fields: { num_products: { numberValue: PRODUCTS } } },
    seed: 42,
    lanes: LANES,
    autoreset: "AUTORESET_MODE_SAME_STEP",
    labels: { policy },
  });
  const stream = client.Play();
  const replies = stream[Symbol.asyncIterator]() as AsyncIterator<PlayResponse__Output>;
  async function ask(request: PlayRequest): Promise<Outcome__Output> {
    stream.write(request);
    const { value: reply } = await replies.next();
    if (!reply?.outcome) {
      throw new Error(`refused: ${reply?.error?.message ?? "the stream ended"}`);
    }
    return reply.outcome;
  }

  // Resets and steps have numbers, so that one that is sent again is not played twice.
  let outcome = await ask({ reset: { simulation_id: id, step: 1 } });
  const agent = new Agent(exploration);
  let clicks = 0;
  for (let step = 2; step < STEPS + 2; step++) {
    agent.observe(outcome);
    const { chosen, propensities } = agent.choose();
    outcome = await ask({
      step: { simulation_id: id, step, actions: items(chosen), propensities: { chosen: reals(propensities) } },
    });
    for (const clicked of bytes(column(outcome.signals, "click"))) {
      clicks += clicked;
    }
  }
  stream.end();
  await remove(client, id);
  return clicks / (LANES * STEPS);
}

const client = connect(process.argv[2] ?? "localhost:50051");
const random = await play(client, "random", 1);
const mostViewed = await play(client, "most-viewed", 0.1);
console.log(`click-through rate: random ${random.toFixed(4)}, most viewed ${mostViewed.toFixed(4)}`);
client.close();
if (mostViewed <= random) {
  throw new Error("the agent is no better than chance");
}
