1;
function add(id, text, blocks, truth, tol)
  f=fopen(["texts/" id ".txt"],"w"); fputs(f,text); fclose(f);
  f=fopen("more-oct.tsv","a"); fprintf(f,"%s\t%d,%d\t%g\tFALSE\t%s\n", id, blocks, tol, strtrim(sprintf("%.17g ", truth'))); fclose(f);
end
f=fopen("more-oct.tsv","w"); fclose(f);
randn("state",8);
X=randn(40,9)*randn(9,9)*diag([1 2 3 4 30 6 7 8 .9]); C=cov(X); S=C([1 3 4 9],[1 3 4 9]); W=cov(X(:,[1:9 1:9])+randn(40,18));
fixed_point_format(true); format short
add("oct2-factor", evalc("C"), [4 4], C, 2e-2);
T=S*1e4; add("oct2-factor-small", evalc("T"), [2 1], T, 2e-3);
format long; add("oct2-factor-long", evalc("C"), [4 4], C, 1e-8);
fixed_point_format(false); format short
add("oct2-wide", evalc("W"), [9 8], W, 5e-2);
format bank; add("oct2-bank", evalc("S"), [2 1], S, 1e-2);
format short g; add("oct2-wide-g", evalc("W"), [9 8], W, 1e-3);
format long g; add("oct2-long-g", evalc("S"), [2 1], S, 1e-9);
format short; s.sigma=S; add("oct2-struct", evalc("s"), [2 1], S, 2e-2);
I=round(C); I=(I+I')/2; I=I+eye(9); J=int32(round(I)); add("oct2-int", evalc("J"), [4 4], double(J), 1e-6);
t=""; for i=1:4, t=[t num2str(S(i,:),"%14.6g") "\n"]; end; add("oct2-num2str", t, [2 1], S, 1e-5);
add("oct2-mat2str", ["S = " mat2str(C,10) ";"], [4 4], C, 1e-8);
f = tempname(); save("-text",f,"S"); add("oct2-save", regexprep(fileread(f), "<.*>", "<somebody>"), [2 1], S, 1e-9);
dlmwrite(f,C,"delimiter","\t","precision",8); add("oct2-dlm", fileread(f), [4 4], C, 1e-6);
add("oct2-prompt", ["octave:3> cov(X)\n" evalc("disp(S)") "octave:4> "], [2 1], S, 2e-2);
% as MATLAB prints it
t=["\nC =\n\n   1.0e+03 *\n\n  Columns 1 through 5\n\n"]; for i=1:9, t=[t sprintf("  %8.4f",C(i,1:5)/1e3) "\n"]; end
t=[t "\n  Columns 6 through 9\n\n"]; for i=1:9, t=[t sprintf("  %8.4f",C(i,6:9)/1e3) "\n"]; end; add("oct2-matlab", t, [4 4], C, 2e-2*max(1,1/min(diag(C))));
