// Package sim trains multimodal deep linear networks, exactly and from second
// moments alone, and two-layer networks of rectified units.
//
// # The model on one page
//
// A network reads several modalities m = A, B, … with inputs x_m ∈ R^{d_m} and
// predicts y ∈ R^{d_y}. It has Depth L layers. The first Fusion-1 layers belong
// to one branch each; layer L_f = Fusion reads the concatenated branches, so
// that it consists of one block per modality; the layers above are shared:
//
//	ŷ = Σ_m W_m^tot x_m,   W_m^tot = W^L … W^{L_f+1} W_m^{L_f} … W_m^1
//
// L_f = 1 is early fusion, L_f = L late fusion, anything between intermediate.
// A branch may have another number of layers L_m, its block of the fusion layer
// included; L_f is then that of the first branch ([Architecture.BranchDepths]).
// Every hidden layer has Width N units.
//
// The loss ℒ = ½ E‖y − ŷ‖² and its gradient depend on the data only through
// its second moments ([Moments]). With the residual correlation
//
//	E_m = Σ_ym − Σ_n W_n^tot Σ_nm                          (d_y × d_m)
//
// the negative gradient of a layer is (layers above)ᵀ E_m (layers below)ᵀ,
// summed over m for a shared layer. One epoch of gradient descent is
// W ← W − η ∂ℒ/∂W; it costs nothing per sample.
//
// # Data
//
// A task ([TaskToy] …) says what the moments are, or a person does ([ParseMoments]).
// Where there are examples ([Sample]) a network trains on theirs, and the moments of
// the population tell its error on new ones ([GeneralisationError], [Run.Stops]).
//
// # Index letters
//
// l layer (from the input, 1-based in prose, 0-based in slices), m and n
// modality, i and j unit, k output.
//
// # Methods and forms
//
// A run follows gradient descent, an epoch an update, or gradient flow
// τ Ẇ = −∂ℒ/∂W with τ = 1/η epochs ([GradientDescent], [GradientFlow]). It keeps
// its network weight by weight or, for two layers, in an exact form without a
// width ([Kind], type form): a factor of the Gram matrix of the units, or growth
// factors of two modes a modality. Every kind gives the full-width network back
// ([Run.Network]), at any epoch ([Run.State]). Deep networks have an aligned
// reduction, which is asymptotic ([Aligned]). Who only wants to know when what is
// learned asks [Converge] or [Cell].
//
// # Rectified units
//
// Two layers may have rectified hidden units, f(x) = Σ_i w²_i φ(w¹_i·x), for which
// moments are not enough: they train on [Samples], every unit on every example, or on
// as few sums over them as determine the gradient wherever the inputs lie on a few
// rays or lines ([Rays], [Lines]). The same sums in closed form are the expectation
// over endlessly many examples. W^tot is then W² W¹ read off the weights
// ([Run.Gain], [Run.ByPaths]).
//
// # Phase diagrams
//
// A [Sweep] says which networks fill a phase diagram: two axes, or one of a chart, a
// quantity and the scenario around which they vary. [Cells] trains them, tile by tile
// from coarse to fine, in any order and by as many programs as there are, with the
// same bits.
//
// # From a link to a curve
//
// A [Scenario] is everything a run depends on, seed included. A [Run] is the
// network of a scenario together with what its observers wrote down
// ([Column]: row e is the state after e updates, row 0 the initial
// weights). A [Player] moves a playhead over a run, computing it as far as
// needed, and tells what happened ([Measurement], [Milestone]). What theory
// says about the same scenario ([Predict]) comes from package theory, which
// shares nothing with the simulation but the regression of package linalg:
// their agreement about when and in which order things are learned proves
// something. A [CardLine] puts the two side by side, with the equation and the kind of
// statement it is.
//
// The same scenario gives the same bits at every epoch, whatever the speed,
// the frame rate and the number of commands in between: weights and gradients
// are summed by explicit loops in a fixed order.
//
// # References
//
//	[ZLS24]  Y. Zhang, P. E. Latham, A. Saxe. Understanding Unimodal Bias in
//	         Multimodal Deep Linear Networks. ICML 2024. arXiv 2312.00935.
package sim
