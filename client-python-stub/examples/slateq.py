"""SlateQ (Ie et al., arXiv 1905.12767) in PyTorch, trained against many users at once.

    python slateq.py --steps 3000

Learns what a document is worth to a user in the long run when it is clicked, Q(user, document), and shows the slate of
the highest value: sum v_i Q_i / (v_0 + sum v_i), where v are the weights of the users' choice. Clicking nothing is a
document of zeros. Without --address it starts a server of its own. Needs the package with Gymnasium, and torch.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

import recarena
from recarena.gym import RecArenaVectorEnv

ENVIRONMENT = "RecSim-InterestEvolution-v1"
TOPICS = 20
NO_CLICK = 2.0  # v_0 = no_click_mass - min_normalizer, and v_i = interest - min_normalizer
ROUNDS = 5  # of Dinkelbach's method; it converges superlinearly


class ItemValue(nn.Module):
    """Q(user, document), for any number of documents a user."""

    def __init__(self) -> None:
        """Two hidden layers on the user, the document and their product."""
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(3 * TOPICS, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1)
        )

    def forward(self, users: torch.Tensor, documents: torch.Tensor) -> torch.Tensor:
        """Values [N, D] of documents [N, D, T] to users [N, T]."""
        each = users.unsqueeze(1).expand_as(documents)
        return self.layers(torch.cat([each, documents, each * documents], dim=2)).squeeze(2)


def best_slates(
    network: ItemValue, users: torch.Tensor, documents: torch.Tensor, size: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The slates [N, k] of the highest value, and their values [N], by Dinkelbach's method."""
    nothing = network(users, torch.zeros_like(documents[:, :1]))
    gains = network(users, documents) - nothing
    weights = (documents * users.unsqueeze(1)).sum(dim=2) + 1
    slates = (weights * gains).topk(size).indices
    for _ in range(ROUNDS):
        chosen = weights.gather(1, slates)
        values = (chosen * gains.gather(1, slates)).sum(1, keepdim=True) / (NO_CLICK + chosen.sum(1, keepdim=True))
        slates = (weights * (gains - values)).topk(size).indices
    chosen = weights.gather(1, slates)
    values = (chosen * gains.gather(1, slates)).sum(1) / (NO_CLICK + chosen.sum(1))
    return slates, values + nothing.squeeze(1)


class Replay:
    """The latest transitions: user, what was clicked, reward, whether the user stayed, and what came next."""

    def __init__(self, capacity: int, candidates: int) -> None:
        """Room for so many transitions; the oldest make way."""
        shapes: Sequence[tuple[int, ...]] = [(TOPICS,), (TOPICS,), (), (), (TOPICS,), (candidates, TOPICS)]
        self.columns = [torch.zeros((capacity, *shape)) for shape in shapes]
        self.capacity = capacity
        self.added = 0

    def add(self, *columns: np.ndarray) -> None:
        """Takes in a transition of every lane."""
        rows = torch.arange(self.added, self.added + len(columns[0])) % self.capacity
        for kept, new in zip(self.columns, columns, strict=True):
            kept[rows] = torch.as_tensor(new, dtype=torch.float32)
        self.added += len(rows)

    def sample(self, count: int) -> list[torch.Tensor]:
        """So many transitions, drawn with replacement."""
        rows = torch.randint(min(self.added, self.capacity), (count,))
        return [column[rows] for column in self.columns]


def train(arguments: argparse.Namespace) -> list[float]:
    """Plays and learns; returns what each user brought, in the order in which they left."""
    torch.set_num_threads(1)  # the networks are too small to share out
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)
    network, target = ItemValue(), ItemValue()
    target.load_state_dict(network.state_dict())
    optimiser = torch.optim.Adam(network.parameters(), lr=arguments.learning_rate)
    lanes, size = arguments.lanes, arguments.slate_size
    env = RecArenaVectorEnv(
        ENVIRONMENT,
        lanes,
        address=arguments.address,
        config={"slate_size": size},
        seed=arguments.seed,
        autoreset_mode="SameStep",
        labels={"policy": "slateq-torch"},
    )
    try:
        observed, _ = env.reset()
        candidates = observed["documents"].shape[1]
        replay = Replay(arguments.replay, candidates)
        returns, running = [], np.zeros(lanes)
        everybody = np.arange(lanes)
        for step in range(arguments.steps):
            users = torch.as_tensor(observed["user"], dtype=torch.float32)
            documents = torch.as_tensor(observed["documents"], dtype=torch.float32)
            epsilon = max(arguments.epsilon, 1 - 2 * step / arguments.steps)
            slates, propensities = explore(network, users, documents, size, epsilon, rng)
            env.set_propensities(propensities)
            following, rewards, terminated, _, infos = env.step(slates)
            clicks = infos["click"].astype(bool)
            clicked = np.where(clicks.any(axis=1), slates[everybody, clicks.argmax(axis=1)], -1)
            # Nothing clicked is the document of zeros.
            chosen = np.where(clicked[:, None] >= 0, observed["documents"][everybody, clicked], 0)
            replay.add(observed["user"], chosen, rewards, ~terminated, following["user"], following["documents"])
            learn(network, target, optimiser, replay, arguments)
            if step % arguments.target_every == 0:
                target.load_state_dict(network.state_dict())
            running += rewards
            returns += running[terminated].tolist()
            running[terminated] = 0
            observed = following
            if step % 200 == 199 and returns:
                print(f"step {step + 1}: {len(returns)} users, mean return of the last {np.mean(returns[-lanes:]):.1f}")
    finally:
        env.close()
    return returns


def explore(
    network: ItemValue,
    users: torch.Tensor,
    documents: torch.Tensor,
    size: int,
    epsilon: float,
    rng: np.random.Generator,
) -> tuple[np.ndarray, recarena.Propensities]:
    """With probability epsilon any slate, else the best; and the propensities of whole slates and of slots."""
    with torch.no_grad():
        best = best_slates(network, users, documents, size)[0].numpy()
    lanes, candidates = documents.shape[:2]
    any_slate = rng.random((lanes, candidates)).argsort(axis=1)[:, :size]
    slates = np.where(rng.random((lanes, 1)) < epsilon, any_slate, best)
    whole = epsilon / np.prod(np.arange(candidates, candidates - size, -1.0)) + (1 - epsilon) * (slates == best).all(1)
    slots = epsilon / candidates + (1 - epsilon) * (slates == best)
    return slates, recarena.Propensities(chosen=whole, slots=slots)


def learn(
    network: ItemValue,
    target: ItemValue,
    optimiser: torch.optim.Optimizer,
    replay: Replay,
    arguments: argparse.Namespace,
) -> None:
    """One step towards reward + discount V(next), V being that of the target network's best slate."""
    users, chosen, rewards, stayed, next_users, next_documents = replay.sample(arguments.batch)
    with torch.no_grad():
        values = best_slates(target, next_users, next_documents, arguments.slate_size)[1]
        goals = rewards + arguments.discount * stayed * values
    loss = nn.functional.mse_loss(network(users, chosen.unsqueeze(1)).squeeze(1), goals)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()


def main(argv: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", help="of a running server")
    parser.add_argument("--lanes", type=int, default=64, help="users side by side")
    parser.add_argument("--steps", type=int, default=3000, help="slates for each of them")
    parser.add_argument("--slate-size", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--discount", type=float, default=0.99)
    parser.add_argument("--epsilon", type=float, default=0.05, help="exploration from half of the steps on")
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--replay", type=int, default=50_000)
    parser.add_argument("--target-every", type=int, default=50)
    returns = train(parser.parse_args(argv))
    quarter = max(1, len(returns) // 4)
    first, last = np.mean(returns[:quarter]), np.mean(returns[-quarter:])
    print(f"mean return of the first quarter {first:.1f}, of the last {last:.1f}")


if __name__ == "__main__":
    main()
