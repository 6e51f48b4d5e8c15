/** Common English words that the CMU Pronouncing Dictionary lists. */
export const everydayWords: readonly string[] = `
anchor animal answer apple autumn avenue balance banana basket battle beautiful believe bicycle blanket blossom border
bottle branch breeze bridge bright bucket butter button cabin camera candle canyon captain carpet carrot castle celebrate
cellar cement center chain chamber champion chapter cherry chicken chimney circle city climate clock cloud coffee collar
column comfort concert copper corner cotton country courage cradle cricket crystal curtain dance danger daughter decide
delight deliver desert diamond dinner discover distance doctor dolphin dragon dream early eagle education elephant
emerald engine evening example family feather festival finger flame flavor flower forest forget fortune fountain freedom
friend garden gather gentle giant ginger glory golden grain grape gravel guitar hammer harbor harvest heaven hero hollow
honey horizon hospital hundred hunter imagine island jacket journey jungle kettle kingdom kitchen ladder language lantern
laughter leather lemon letter library light lion lizard lovely lumber machine magic mango maple market meadow melody
memory middle mineral minute mirror moment monkey morning mountain mystery napkin narrow nation needle nature number
ocean october olive onion orchard orchid painter palace paper parrot pattern peach pencil pepper picture pillow pilot
planet pocket pony potato powder prairie present promise puddle purple quarter question rabbit radio rainbow reason
remember ribbon river rocket saddle sailor sandwich season secret shadow shelter shoulder signal silver singer sister
slender snow soldier spider spirit splendid spring square stable station stone storm story stream summer sunset supper
table tailor teacher temple tender thunder ticket tiger timber tomato tower travel treasure triumph tunnel turtle
umbrella universe valley vanilla velvet village violet vision voyage wagon walnut water weather whisper window winter
wisdom wonder yellow zebra`
  .trim()
  .split(/\s+/);
