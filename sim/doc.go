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
// Moments come from a task ([TaskToy] …) or from the user ([ParseMoments]). With
// examples ([Sample]), the network trains on the moments of the sample, and those of
// the population give its error on new data ([GeneralisationError], [Run.Stops]).
//
// # Index letters
//
// l layer (from the input, 1-based in prose, 0-based in slices), m and n modality,
// i and j unit, k output.
//
// # Methods and forms
//
// A run follows gradient descent, one update an epoch, or gradient flow
// τ Ẇ = −∂ℒ/∂W with τ = 1/η epochs ([GradientDescent], [GradientFlow]), or an optimiser
// ([Momentum] …). [Remedies] change the objective, the gradient or the rate of a branch: the
// type drive is where they meet. It keeps its
// network weight by weight or, for two layers, in an exact [Form] that has no width: a
// factor of the Gram matrix of the units, or the growth factors of two modes per
// modality. Deep networks train projected onto the few directions in which their layers
// change, to a residual that is known ([Projection]). Every form gives the full-width network
// back ([Run.Network]), at any epoch ([Run.State]). To learn only when each modality is
// learned, call [Converge] or [Cell].
//
// # Rectified units
//
// Two layers may have rectified hidden units, f(x) = Σ_i w²_i φ(w¹_i·x). Moments are
// not enough for them: they train on [Samples], every unit on every example, or on as
// few sums over the examples as determine the gradient, wherever the inputs lie on a
// few rays or lines ([Rays], [Lines]). In closed form, the same sums are the expectation
// over the population. W^tot is then W² W¹, read off the weights ([Run.Gain],
// [Run.ByPaths]).
//
// # Phase diagrams
//
// A [Sweep] says which networks fill a phase diagram: its axes, its [Quantity] and the
// scenario they vary. [Cells] trains them tile by tile, coarse to fine, in any order and
// by any number of programs, with the same bits.
//
// # From a link to a curve
//
// A [Scenario] is everything a run depends on, seed included. A [Run] is the network of
// a scenario, with what its observers wrote down ([Column]: row e is the state after e
// updates, row 0 the initial weights). A [Measurement] says what the run has shown by
// some epoch. [Predict] says what theory expects; it comes from package theory, which
// shares nothing with the simulation but the regression of package linalg, so that their
// agreement proves something. A [CardLine] puts the two side by side, with the equation
// and the kind of statement it is: exact, asymptotic or measured.
//
// The same scenario gives the same bits at every epoch, whatever the speed, the frame
// rate and the number of commands in between: weights and gradients are summed by
// explicit loops in a fixed order.
//
// # What is where
//
//	scenario.go, parameters.go  what a run depends on: presets, the table · rules.go  what
//	                            goes together · link.go  links · errors.go  what is wrong
//	remedies.go, scaling.go     what changes what a network learns from, or how branches move ·
//	                            optimiser.go, minibatch.go  what becomes of a gradient
//	task.go, wishart.go, many.go, own.go, moments.go  data · own_text.go  pasted matrices,
//	                            which package table reads · dataset*.go  data sets, in a
//	                            link or in this program
//	network.go, gaussian.go, training.go  a network, its initial weights and one epoch,
//	                            weight by weight · weights_keep.go  initial weights from a file
//	form.go, factors.go, modes.go  exact forms without a width · projected.go  deep
//	                            networks without one · method.go  descent, flow
//	rectified.go, rays.go, lines.go, batches.go  rectified units · standin.go  few examples for
//	                            all that they see · directions.go  what
//	                            they find of xor
//	run.go, observe.go, keyframes.go  a run and its series · units.go, answers.go  what is
//	                            inside it · goals.go, measure.go, passages.go, stops.go  what
//	                            it has shown
//	predict*.go, race.go, card*.go  theory beside the run · overlay.go, aligned.go  other
//	                            networks beside it
//	sweep.go, diagrams.go, quantities.go  phase diagrams and what they show ·
//	                            sweep_chart.go, sweep_field.go  what is drawn beside a chart, or
//	                            deep networks · sweep_cells.go, pair*.go, deep_cells.go, tiny.go
//	                            how cells train
//	answer.go, resample.go, advice.go  what a run says to who asks about their data, what sampling
//	                            error could change, what each remedy does to them
//	describe.go                 what a page is told of all this
//
//	table  data and matrices as people have them · kernel  inner loops · tiles  the order of cells · linalg  small dense algebra ·
//	ode  integrators · theory  an equation a function · player  a playhead over a run · plainjson  JSON without reflection ·
//	runfile  runs as files · python  and as programs · verify  replays the paper's runs, and ours · report  the table of results · bench  speed ·
//	record  what tests have written down
//
// # References
//
//	[ZLS24]  Y. Zhang, P. E. Latham, A. Saxe. Understanding Unimodal Bias in
//	         Multimodal Deep Linear Networks. ICML 2024. arXiv 2312.00935.
package sim
