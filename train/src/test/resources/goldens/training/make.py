# Three training steps of two tiny towers by Meta's ImageBind code on PyTorch, for PyTorchStepTest.
# Run beside a checkout of https://github.com/facebookresearch/ImageBind, with torch, timm, einops, numpy, safetensors:
#   PYTHONPATH=ImageBind python make.py
import json, sys, types
import numpy as np, torch
for absent in ("iopath", "iopath.common", "iopath.common.file_io", "imagebind.data"):  # loaders of files, not needed
    sys.modules[absent] = types.ModuleType(absent)
sys.modules["iopath.common.file_io"].g_pathmgr = None
from imagebind.models.imagebind_model import ImageBindModel
from safetensors.torch import save_file

ARGS = dict(out_embed_dim=16, vision_embed_dim=24, vision_num_blocks=2, vision_num_heads=2, audio_embed_dim=16,
            audio_num_blocks=2, audio_num_heads=2, text_embed_dim=8, text_num_blocks=1, text_num_heads=1,
            depth_embed_dim=8, depth_num_blocks=1, depth_num_heads=1, thermal_embed_dim=8, thermal_num_blocks=1,
            thermal_num_heads=1, imu_embed_dim=8, imu_num_blocks=1, imu_num_heads=1, audio_drop_path=0.0)
torch.manual_seed(7)
model = ImageBindModel(**ARGS).train()  # no drop path: as when embedding


def wave(*dims):  # inputs anyone can make again
    count = int(np.prod(dims))
    values = np.sin(np.arange(count, dtype=np.float64) * 0.37 + np.arange(count, dtype=np.float64) ** 2 * 1e-4)
    return torch.from_numpy(values.astype(np.float32).reshape(dims))


def mine(name):
    return (".vision." in name or ".audio." in name) and not name.endswith(".mask")


state = {name: value for name, value in model.state_dict().items() if mine(name)}
save_file({name: value.clone() for name, value in state.items()}, "before.safetensors")

images, sounds = wave(6, 3, 224, 224), wave(6, 1, 128, 204)
scale = torch.nn.Parameter(state["modality_postprocessors.audio.1.log_logit_scale"].clone())  # learned here
named = dict((name, value) for name, value in model.named_parameters() if mine(name))
named["modality_postprocessors.audio.1.log_logit_scale"] = scale


def decays(name, value):
    return value.ndim >= 2 and not name.endswith(("cls_token", "pos_embed", "bias_k", "bias_v"))


groups = [{"params": [v for n, v in named.items() if decays(n, v)], "weight_decay": 0.1},
          {"params": [v for n, v in named.items() if not decays(n, v)], "weight_decay": 0.0}]
# A gradient of 1e-9 is rounding: with eps 1e-8 Adam would make a tenth of a whole step of it.
optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), eps=1e-4)
steps = []
for step in range(3):
    optimizer.zero_grad()
    vision = torch.nn.functional.normalize(
        model.modality_heads["vision"](model.modality_trunks["vision"](
            **model.modality_preprocessors["vision"](vision=images)["trunk"])), dim=-1)
    audio = torch.nn.functional.normalize(
        model.modality_heads["audio"](model.modality_trunks["audio"](
            **model.modality_preprocessors["audio"](audio=sounds)["trunk"])), dim=-1)
    logits = scale.exp() * vision @ audio.T
    target = torch.arange(6)
    loss = (torch.nn.functional.cross_entropy(logits, target) + torch.nn.functional.cross_entropy(logits.T, target)) / 2
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(named.values(), 1.0)
    optimizer.step()
    steps.append({"loss": loss.item(), "gradient_norm": norm.item()})
save_file({name: value.detach().clone() for name, value in named.items()}, "after.safetensors")
json.dump({"made": f"make.py, PyTorch {torch.__version__}", "args": ARGS, "steps": steps}, open("steps.json", "w"), indent=1)
