/** Signs of large operators → LaTeX. */
export const operators: Readonly<Record<string, string>> = {
  "∑": "\\sum",
  "∏": "\\prod",
  "∐": "\\coprod",
  "∫": "\\int",
  "∬": "\\iint",
  "∭": "\\iiint",
  "∮": "\\oint",
  "⋃": "\\bigcup",
  "⋂": "\\bigcap",
  "⋁": "\\bigvee",
  "⋀": "\\bigwedge",
};

/** Combining signs → LaTeX. */
export const accents: Readonly<Record<string, string>> = {
  "\u0300": "\\grave",
  "\u0301": "\\acute",
  "\u0302": "\\hat",
  "\u0303": "\\tilde",
  "\u0304": "\\bar",
  "\u0305": "\\overline",
  "\u0306": "\\breve",
  "\u0307": "\\dot",
  "\u0308": "\\ddot",
  "\u030C": "\\check",
  "\u20D7": "\\vec",
};

/** Names that LaTeX sets upright. */
export const functions: ReadonlySet<string> = new Set(
  "sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp lim max min sup inf det gcd dim ker arg deg".split(
    " ",
  ),
);

const greek =
  "α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega";
const relations =
  "× times ÷ div ± pm ∓ mp ⋅ cdot · cdot ∙ cdot ∗ ast ∘ circ ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ∼ sim ≅ cong ∝ propto ≪ ll ≫ gg ∈ in ∉ notin ∋ ni ⊂ subset ⊆ subseteq ⊃ supset ⊇ supseteq ∪ cup ∩ cap ∅ emptyset ∖ setminus ∧ wedge ∨ vee ¬ neg ∀ forall ∃ exists ⊕ oplus ⊗ otimes ⊥ perp ∥ parallel → to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ∞ infty ∂ partial ∇ nabla √ surd ∠ angle ⟨ langle ⟩ rangle ⌈ lceil ⌉ rceil ⌊ lfloor ⌋ rfloor ∥ Vert ‖ Vert … ldots ⋯ cdots ⋮ vdots ⋱ ddots ℏ hbar ℓ ell ℝ mathbb{R} ℕ mathbb{N} ℤ mathbb{Z} ℚ mathbb{Q} ℂ mathbb{C} ∑ sum ∏ prod ∫ int";

function pairs(list: string): [string, string][] {
  const words = list.split(" ");
  return words.flatMap((word, index): [string, string][] =>
    index % 2 === 0 ? [[word, `\\${words[index + 1] ?? ""}`]] : [],
  );
}

/** Characters that LaTeX writes as commands, and those that mean something else in it. */
export const symbols: Readonly<Record<string, string>> = Object.fromEntries([
  ...pairs(greek),
  ...pairs(relations),
  ["−", "-"],
  ["%", "\\%"],
  ["#", "\\#"],
  ["&", "\\&"],
  ["{", "\\{"],
  ["}", "\\}"],
]);
