"""50 steps of AdamW and Lion over recorded random gradients, with schedules: writes optimizers.json beside this file.

Made with torch 2.13.0, transformers 5.23.0 and lion-pytorch 0.2.5 in fp32. The gradients are numbers that fp32 holds exactly, so that
both sides see the same ones; some are scaled down to where AdamW's epsilon matters, and some are zero.
"""
import json
import pathlib

import torch
from lion_pytorch import Lion
from torch.optim import AdamW
from torch.optim.lr_scheduler import CosineAnnealingLR
from transformers import get_constant_schedule_with_warmup, get_cosine_schedule_with_warmup, get_linear_schedule_with_warmup

STEPS = 50
generator = torch.Generator().manual_seed(18297)


def draw(*shape):
    return torch.randn(*shape, generator=generator)


names = {"layer.weight": (3, 4), "layer.bias": (3,), "LayerNorm.weight": (4,)}
start = {name: draw(*shape) for name, shape in names.items()}
gradients = {name: draw(STEPS, *shape) * 10 ** (draw(STEPS, *shape) * 3 - 2) for name, shape in names.items()}
gradients["layer.weight"][:, 0, 0] = 0
gradients["layer.weight"][20:30, 1] = 0

SCHEDULES = {
    "constant": ({"warmup-steps": 5}, lambda o: get_constant_schedule_with_warmup(o, 5)),
    "linear": ({"warmup-ratio": 0.11}, lambda o: get_linear_schedule_with_warmup(o, 6, STEPS)),
    "cosine": ({"warmup-steps": 7}, lambda o: get_cosine_schedule_with_warmup(o, 7, STEPS)),
    "cosine-annealing": ({"eta-min": 1e-4, "t-max": 30}, lambda o: CosineAnnealingLR(o, 30, 1e-4)),
}
OPTIMIZERS = {
    "adamw": ({"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8},
              lambda p, rate: AdamW(p, lr=rate, betas=(0.9, 0.99), eps=1e-8)),
    "lion": ({"beta1": 0.95, "beta2": 0.98}, lambda p, rate: Lion(p, lr=rate, betas=(0.95, 0.98))),
}


def floats(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]


def run(optimizer, schedule, policy, rate, decay):
    parameters = {name: torch.nn.Parameter(value.clone()) for name, value in start.items()}
    decayed = [n for n in names if policy == "all" or n == "layer.weight"]
    groups = [{"params": [parameters[n] for n in names if (n in decayed) == side], "weight_decay": decay if side else 0.0}
              for side in (True, False)]
    options, make = OPTIMIZERS[optimizer]
    stepper = make([group for group in groups if group["params"]], rate)
    schedule_options, bind = SCHEDULES[schedule]
    scheduler = bind(stepper)
    rates = []
    for step in range(STEPS):
        rates.append(stepper.param_groups[0]["lr"])
        for name, parameter in parameters.items():
            parameter.grad = gradients[name][step].clone()
        stepper.step()
        scheduler.step()
    return {
        "optimizer": optimizer, "schedule": schedule, "rate": rate, "options": {**options, "weight-decay": decay, "decay": policy},
        "schedule_options": schedule_options, "rates": rates, "values": {n: floats(p) for n, p in parameters.items()}}


cases = [run(optimizer, schedule, policy, 0.02, 0.1)
         for optimizer in OPTIMIZERS for schedule in SCHEDULES for policy in ("all", "no-bias-norm")]
path = pathlib.Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps({
    "shapes": names, "start": {n: floats(v) for n, v in start.items()},
    "gradients": {n: floats(v) for n, v in gradients.items()}, "cases": cases}) + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
