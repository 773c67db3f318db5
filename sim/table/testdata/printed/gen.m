1;
function add(id, text, blocks, truth, tol)
  f=fopen(["texts/" id ".txt"],"w"); fputs(f,text); fclose(f);
  f=fopen("truth.tsv","a"); fprintf(f,"%s\t%d,%d\t%g\tFALSE\t%s\n", id, blocks, tol, strtrim(sprintf("%.17g ", truth'))); fclose(f);
end
rand("state",3); randn("state",3);
X=randn(30,7)*diag([1 20 3 .5 1 4 2]); X(:,7)+=X(:,2)*.1; C=cov(X); S=C([1 2 7],[1 2 7]); B=C*1000;
add("oct-disp", evalc("disp(S)"), [1 1], S, 1e-3);
add("oct-named", evalc("S"), [1 1], S, 1e-3);
format long; add("oct-long", evalc("S"), [1 1], S, 1e-9);
format short; add("oct-columns", evalc("C"), [3 3], C, 2e-1);
format long; add("oct-columns-long", evalc("C"), [3 3], C, 1e-9);
format short g; add("oct-shortg", evalc("C"), [3 3], C, 1e-3);
add("oct-mat2str", mat2str(S,8), [1 1], S, 1e-6);
add("oct-num2str", evalc("disp(num2str(S))"), [1 1], S, 1e-3);
format short e; add("oct-shorte", evalc("S"), [1 1], S, 1e-3);
format long e; add("oct-scale", evalc("B"), [3 3], B, 1e-3);
