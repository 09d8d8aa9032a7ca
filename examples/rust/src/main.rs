//! An agent for RecArena in Rust.

mod agent;
mod tensors;

use std::collections::BTreeMap;
use std::error::Error;

use prost_types::value::Kind;
use prost_types::{Struct, Value};
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;

use agent::Agent;
use contract::recarena::v1::play_request::Request;
use contract::recarena::v1::play_response::Response;
use contract::recarena::v1::simulation_service_client::SimulationServiceClient;
use contract::recarena::v1::{
    AutoresetMode, CreateRequest, DeleteRequest, Outcome, PlayRequest, PlayResponse, Propensities,
    ResetRequest, StepRequest,
};
use tensors::{bytes, column, items, reals};

/// The contract, and what it imports.
mod contract {
    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}

const PRODUCTS: usize = 10;
const LANES: usize = 64;
const STEPS: i64 = 200;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1).unwrap_or("localhost:50051".into());
    let mut client = SimulationServiceClient::connect(format!("http://{address}")).await?;
    let random = play(&mut client, "random", 1.0).await?;
    let most_viewed = play(&mut client, "most-viewed", 0.1).await?;
    println!("click-through rate: random {random:.4}, most viewed {most_viewed:.4}");
    if most_viewed <= random {
        return Err("the agent is no better than chance".into());
    }
    Ok(())
}

/// Shows recommendations to the same users whichever the policy, and returns the share that was clicked.
async fn play(
    client: &mut SimulationServiceClient<Channel>,
    policy: &str,
    exploration: f64,
) -> Result<f64, Box<dyn Error>> {
    let products = Value {
        kind: Some(Kind::NumberValue(PRODUCTS as f64)),
    };
    let created = client
        .create(CreateRequest {
            environment_id: "RecoGym-v1".into(),
            config: Some(Struct {
                fields: BTreeMap::from([("num_products".into(), products)]),
            }),
            seed: Some(42),
            lanes: LANES as i32,
            autoreset: AutoresetMode::SameStep.into(),
            labels: [("policy".into(), policy.into())].into(),
            ..Default::default()
        })
        .await?
        .into_inner();
    let id = created.simulation.ok_or("no simulation")?.simulation_id;

    let (requests, receiver) = tokio::sync::mpsc::channel(1);
    // Resets and steps have numbers, so that one that is sent again is not played twice.
    let reset = Request::Reset(ResetRequest {
        simulation_id: id.clone(),
        step: 1,
        ..Default::default()
    });
    requests.send(request(reset)).await?;
    let mut replies = client.play(ReceiverStream::new(receiver)).await?.into_inner();
    let mut outcome = answer(replies.message().await?)?;
    let mut agent = Agent::new(LANES, PRODUCTS, exploration);
    let mut clicks = 0;
    for step in 2..STEPS + 2 {
        agent.observe(&outcome)?;
        let (chosen, propensities) = agent.choose();
        let recommend = Request::Step(StepRequest {
            simulation_id: id.clone(),
            step,
            actions: Some(items(&chosen)),
            propensities: Some(Propensities {
                chosen: Some(reals(&propensities)),
                ..Default::default()
            }),
            ..Default::default()
        });
        requests.send(request(recommend)).await?;
        outcome = answer(replies.message().await?)?;
        clicks += bytes(column(&outcome.signals, "click")?)
            .iter()
            .filter(|clicked| **clicked != 0)
            .count();
    }
    drop(requests);
    client.delete(DeleteRequest { simulation_id: id }).await?;
    Ok(clicks as f64 / (LANES as f64 * STEPS as f64))
}

fn request(request: Request) -> PlayRequest {
    PlayRequest {
        request: Some(request),
    }
}

/// What a reply brings, or why the request was refused.
fn answer(reply: Option<PlayResponse>) -> Result<Outcome, Box<dyn Error>> {
    match reply.and_then(|reply| reply.response) {
        Some(Response::Outcome(outcome)) => Ok(outcome),
        Some(Response::Error(refusal)) => Err(format!("refused: {}", refusal.message).into()),
        None => Err("the stream ended".into()),
    }
}
