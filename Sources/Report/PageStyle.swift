import Figures

/// The style sheet of a page, for paper, phones, and light and dark screens; it loads nothing from other places.
enum PageStyle {
  static let text = """
    :root{color-scheme:light dark;--ink:#1b1c1d;--soft:#5b6066;--line:#d5d9dc;--paper:#ffffff;
    --shade:#f4f6f7;--good:#00704f;--bad:#b34700;--link:#005a9c}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0 auto;padding:1.5rem clamp(.9rem,3vw,2.5rem) 4rem;max-width:84rem;background:var(--paper);
    color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
    h1{font-size:1.75rem;line-height:1.2;margin:.2rem 0 .3rem}
    h2{font-size:1.3rem;margin:2.6rem 0 .5rem;padding-top:.7rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;margin:1.6rem 0 .2rem}
    p{margin:.4rem 0;max-width:46rem}
    .soft,figcaption,th{color:var(--soft)}
    a{color:var(--link)}
    nav{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:1rem 0;font-size:.95rem}
    figure{margin:.6rem 0 1.4rem}
    figcaption{font-size:.9rem;max-width:46rem}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,23rem),1fr));gap:.8rem 1.2rem;
    align-items:end}
    .panels svg{display:block;width:100%;max-width:34rem;height:auto}
    .panels svg text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
    .table{overflow-x:auto}
    table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    th,td{text-align:left;padding:.28rem .9rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}
    td.number{text-align:right;white-space:nowrap}
    .verdict{font-weight:650;white-space:nowrap}
    .pass{color:var(--good)}
    .miss{color:var(--bad)}
    pre{overflow-x:auto;background:var(--shade);padding:.8rem;font-size:.85rem;line-height:1.4}
    summary{cursor:pointer}
    @media (max-width:34rem){
    body{padding:1rem .8rem 3rem}
    h1{font-size:1.4rem}
    .table.verdicts thead{display:none}
    .table.verdicts tr{display:block;padding:.45rem 0;border-bottom:1px solid var(--line)}
    .table.verdicts td{display:inline;border:0;padding:0 .5rem 0 0;text-align:left;white-space:normal}
    .table.verdicts td[data-name]:not(:empty)::before{content:attr(data-name) " ";color:var(--soft)}
    }
    @media print{
    body{max-width:none;padding:0;font-size:9.5pt}
    nav{display:none}
    h2{break-after:avoid}
    h3{break-after:avoid}
    figure,tr{break-inside:avoid}
    .panels{grid-template-columns:repeat(2,1fr)}
    a{color:inherit;text-decoration:none}
    }
    @media screen and (prefers-color-scheme:dark){
    :root{--ink:#e4e6e8;--soft:#a3a9af;--line:#383d42;--paper:#16181a;--shade:#1f2225;--good:#2bcb9c;
    --bad:#ff9a5c;--link:#7fbdf0}
    \(Palette.darkRules)
    }
    @page{margin:14mm}
    """
}
