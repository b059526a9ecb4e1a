package io.github.imagebind4j.synth;
/// x
public final class SynthFiles { private SynthFiles() {} }
