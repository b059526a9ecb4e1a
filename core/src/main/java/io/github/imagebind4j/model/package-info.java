/// The encoders: a tensor goes through patch embed, trunk, head and logit scale, and comes out as a
/// vector.
///
/// Our terms and the reference's checkpoint keys (`<m>` is a modality, `<i>` a block's number):
///
/// | here | key |
/// |---|---|
/// | [PatchEmbed]: projection, class token | `modality_preprocessors.<m>.<stem>.proj…`, `….cls_token` |
/// | [PosEmbed] | `modality_preprocessors.<m>.pos_embedding_helper.pos_embed`; text and IMU `….pos_embed` |
/// | [Trunk], [TransformerBlock] | `modality_trunks.<m>.blocks.<i>…` |
/// | [Attention] | `….attn.in_proj_weight`, `….attn.bias_k`, `….attn.out_proj…` |
/// | [Head]: norm, projection | `modality_heads.<m>.0`, `….2.weight`; IMU `….3.weight`; text `….proj.0`, `….proj.1.weight` |
/// | [LogitScale] | `modality_postprocessors.<m>.1.log_logit_scale` |
///
/// Source: `imagebind/models/imagebind_model.py`, `transformer.py`, `multimodal_preprocessors.py`
/// and `helpers.py` of the reference; what a port must reproduce is in
/// `docs/reference-behaviours.md`, M1 to M17.
@NullMarked
package io.github.imagebind4j.model;

import org.jspecify.annotations.NullMarked;
