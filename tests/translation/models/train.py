"""Trains the three small TEST models beside this file: real Argos Translate packages, made for the tests and for nothing else.

    python3 -m venv /somewhere/else && /somewhere/else/bin/pip install torch==2.13.0 ctranslate2 sentencepiece numpy
    /somewhere/else/bin/python tests/translation/models/train.py zh en [--steps 2600] [--out FOLDER]

A transformer learns the sentences of phrases.py for a few minutes on one processor core and is written as a CTranslate2 model in
8-bit numbers. The same seed, steps and library versions on the same kind of processor give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import math
import random
import tempfile
import time
import zipfile
from pathlib import Path

import ctranslate2
import numpy as np
import phrases
import sentencepiece
import torch
import torch.nn.functional as F
from ctranslate2.specs import TransformerSpec, common_spec
from torch import Tensor, nn

HERE = Path(__file__).parent
SEED = 20261125
SENTENCES, HELD_OUT = 60_000, 300
PIECES, WIDTH, HEADS, INNER, ENCODERS, DECODERS = 900, 128, 4, 384, 3, 2
BATCH, RATE, SMOOTHING = 64, 2e-3, 0.05
PAD, UNKNOWN, BEGIN, END = 0, 1, 2, 3
VERSION = "0.1"
NAMES = {"zh": "Chinese", "en": "English", "ko": "Korean", "fr": "French"}
README = (HERE / "package-readme.md").read_text(encoding="utf-8")

Pair = tuple[str, str]


def main() -> None:
    """Train one pair and write `test-SOURCE_TARGET.argosmodel`, with the count of held-out sentences it gets right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", choices=NAMES)
    parser.add_argument("target", choices=NAMES)
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--out", type=Path, default=HERE)
    wanted = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    pairs = drawn(wanted.source, wanted.target)
    held_out, known = pairs[:HELD_OUT], pairs[HELD_OUT:]
    pieces = learned_pieces(known)
    started = time.monotonic()
    model = trained(known, pieces, wanted.steps)
    print(f"{len(known)} sentences, {wanted.steps} steps, {time.monotonic() - started:.0f} s")
    with tempfile.TemporaryDirectory() as folder:
        save(model, pieces, Path(folder))
        file = wanted.out / f"test-{wanted.source}_{wanted.target}.argosmodel"
        pack(file, wanted.source, wanted.target, Path(folder), pieces)
        right = exact(Path(folder), pieces, held_out)
    print(f"{file.name}: {file.stat().st_size / 1024:.0f} KB, {right} of {len(held_out)} held-out sentences exact")


def drawn(source: str, target: str) -> list[Pair]:
    """Different sentences in both languages, shuffled. Raises ValueError when one sentence has two translations."""
    found: dict[str, str] = {}
    for sentence in itertools.islice(phrases.sentences(SEED), SENTENCES):
        known = found.setdefault(sentence[source], sentence[target])
        if known != sentence[target]:
            raise ValueError(f"two translations of {sentence[source]}: {known} / {sentence[target]}")
    pairs = list(found.items())
    random.Random(SEED).shuffle(pairs)
    return pairs


def learned_pieces(pairs: list[Pair]) -> sentencepiece.SentencePieceProcessor:
    """One set of word pieces for both languages; every digit is a piece of its own, so that numbers are copied, not guessed."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in pairs[:20_000] for text in pair]),
        model_writer=model,
        vocab_size=PIECES,
        character_coverage=1.0,
        model_type="unigram",
        split_digits=True,
        hard_vocab_limit=False,
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=END,
        minloglevel=2,
        num_threads=1,
    )
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


class Attention(nn.Module):
    """Multi-head attention with its own layer norm before and the sum after it."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _number in range(4))

    def forward(self, x: Tensor, mask: Tensor, memory: Tensor | None = None) -> Tensor:
        h = self.norm(x)
        seen = h if memory is None else memory

        def split(t: Tensor) -> Tensor:
            return t.view(t.size(0), -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(
            split(self.query(h)), split(self.key(seen)), split(self.value(seen)), attn_mask=mask
        )
        return x + self.out(mixed.transpose(1, 2).reshape(x.size(0), -1, WIDTH))


class Feed(nn.Module):
    """The feed-forward half of a layer."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.first, self.second = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(self.norm(x))))


def positions(length: int) -> Tensor:
    """Sine and cosine marks of positions 1, 2, ..., exactly as CTranslate2 makes them for a model that stores none."""
    scale = torch.exp(torch.arange(WIDTH // 2) * (-math.log(10000) / (WIDTH // 2 - 1)))
    angles = torch.arange(1, length + 1)[:, None] * scale[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Model(nn.Module):
    """A pre-norm transformer; source and target share the embedding."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(pieces, WIDTH)
        nn.init.normal_(self.embedding.weight, std=WIDTH**-0.5)
        self.register_buffer("positions", positions(512), persistent=False)
        self.encoder = nn.ModuleList(nn.ModuleList([Attention(), Feed()]) for _number in range(ENCODERS))
        self.decoder = nn.ModuleList(nn.ModuleList([Attention(), Attention(), Feed()]) for _number in range(DECODERS))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, pieces)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        there = (source != PAD)[:, None, None, :]
        x = self._embedded(source)
        for attend, feed in self.encoder:
            x = feed(attend(x, there))
        memory = self.encoder_norm(x)
        earlier = torch.ones(target.size(1), target.size(1), dtype=torch.bool).tril()[None, None]
        y = self._embedded(target)
        for attend, look, feed in self.decoder:
            y = feed(look(attend(y, earlier), there, memory))
        return self.out(self.decoder_norm(y))

    def _embedded(self, ids: Tensor) -> Tensor:
        return self.embedding(ids) * math.sqrt(WIDTH) + self.positions[: ids.size(1)]


def trained(pairs: list[Pair], pieces: sentencepiece.SentencePieceProcessor, steps: int) -> Model:
    """A model after so many batches."""
    model = Model(pieces.get_piece_size())
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.15)
    examples = [([*pieces.encode(a), END], [BEGIN, *pieces.encode(b), END]) for a, b in pairs]
    rng = random.Random(SEED)
    batches: list[list[tuple[list[int], list[int]]]] = []
    for step in range(steps):
        if not batches:  # sentences of like length share a batch: little padding
            pool = sorted(rng.sample(examples, BATCH * 16), key=lambda example: len(example[1]))
            batches = [pool[at : at + BATCH] for at in range(0, len(pool), BATCH)]
            rng.shuffle(batches)
        batch = batches.pop()
        source, target = padded([a for a, _b in batch]), padded([b for _a, b in batch])
        guess = model(source, target[:, :-1])
        loss = F.cross_entropy(
            guess.reshape(-1, guess.size(-1)), target[:, 1:].reshape(-1), ignore_index=PAD, label_smoothing=SMOOTHING
        )
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            print(step, round(loss.item(), 3), flush=True)
    return model.eval()


def padded(rows: list[list[int]]) -> Tensor:
    """Rows of numbers as one table."""
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])


def save(model: Model, pieces: sentencepiece.SentencePieceProcessor, folder: Path) -> None:
    """Write the model as CTranslate2 reads it."""
    spec = TransformerSpec.from_config((ENCODERS, DECODERS), HEADS, pre_norm=True, activation=common_spec.Activation.RELU)
    for side, layers, norm in (
        (spec.encoder, model.encoder, model.encoder_norm),
        (spec.decoder, model.decoder, model.decoder_norm),
    ):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = numbers(model.embedding.weight)
        side.scale_embeddings = True
        _norm(side.layer_norm, norm)
        for place, layer in zip(side.layer, layers, strict=True):
            own, feed = layer[0], layer[-1]
            _norm(place.self_attention.layer_norm, own.norm)
            _linear(place.self_attention.linear[0], own.query, own.key, own.value)
            _linear(place.self_attention.linear[1], own.out)
            if len(layer) == 3:
                look = layer[1]
                _norm(place.attention.layer_norm, look.norm)
                _linear(place.attention.linear[0], look.query)
                _linear(place.attention.linear[1], look.key, look.value)
                _linear(place.attention.linear[2], look.out)
            _norm(place.ffn.layer_norm, feed.norm)
            _linear(place.ffn.linear_0, feed.first)
            _linear(place.ffn.linear_1, feed.second)
    _linear(spec.decoder.projection, model.out)
    vocabulary = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.config.add_source_eos, spec.config.add_source_bos = True, False
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def numbers(tensor: Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32)


def _linear(place: common_spec.LinearSpec, *layers: nn.Linear) -> None:
    place.weight = np.concatenate([numbers(layer.weight) for layer in layers])
    place.bias = np.concatenate([numbers(layer.bias) for layer in layers])


def _norm(place: common_spec.LayerNormSpec, layer: nn.LayerNorm) -> None:
    place.gamma, place.beta = numbers(layer.weight), numbers(layer.bias)


def pack(file: Path, source: str, target: str, model: Path, pieces: sentencepiece.SentencePieceProcessor) -> None:
    """Write the package: one folder in a ZIP, as Argos Translate installs it."""
    folder = f"test-{source}_{target}-{VERSION.replace('.', '_')}"
    metadata = {
        "package_version": VERSION,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": f"{NAMES[source]} (TEST MODEL)",
        "to_code": target,
        "to_name": f"{NAMES[target]} (TEST MODEL)",
        "links": [],
        "name": f"asylum-forms TEST MODEL {source} to {target}, never for a filing",
        "test_model": True,
    }
    parts = {"metadata.json": json.dumps(metadata, indent=1).encode(), "README.md": README.encode()}
    parts["sentencepiece.model"] = pieces.serialized_model_proto()
    parts |= {f"model/{part.name}": part.read_bytes() for part in model.iterdir()}
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])


def exact(model: Path, pieces: sentencepiece.SentencePieceProcessor, pairs: list[Pair]) -> int:
    """How many sentences come out to the letter; the first twenty that do not are printed."""
    translator = ctranslate2.Translator(str(model), device="cpu", intra_threads=1)
    results = translator.translate_batch([pieces.encode(a, out_type=str) for a, _b in pairs], beam_size=4)
    said = [pieces.decode_pieces(result.hypotheses[0]) for result in results]
    wrong = [(a, b, text) for (a, b), text in zip(pairs, said, strict=True) if text != b]
    for a, b, text in wrong[:20]:
        print(f"  {a}\n    not {text}\n    but {b}")
    return len(pairs) - len(wrong)


if __name__ == "__main__":
    main()
