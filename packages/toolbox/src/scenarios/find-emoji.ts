import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

/** CLDR short names of emoji that an adult would ask for by that name. */
const THINGS =
  `monkey, gorilla, dog, wolf, fox, raccoon, cat, lion, tiger, leopard, moose, donkey, horse, unicorn, zebra, deer,
bison, ox, cow, pig, boar, ram, ewe, goat, camel, llama, giraffe, elephant, mammoth, rhinoceros, hippopotamus, mouse, rat,
hamster, rabbit, chipmunk, beaver, hedgehog, bat, bear, polar bear, koala, panda, sloth, otter, skunk, kangaroo, badger,
paw prints, turkey, chicken, rooster, hatching chick, bird, penguin, dove, eagle, duck, swan, owl, dodo, feather, flamingo,
peacock, parrot, frog, crocodile, turtle, lizard, snake, dragon, sauropod, spouting whale, whale, dolphin, seal, fish,
tropical fish, blowfish, shark, octopus, spiral shell, coral, jellyfish, crab, lobster, shrimp, squid, oyster, snail,
butterfly, ant, honeybee, beetle, lady beetle, cricket, spider, spider web, scorpion, mosquito, worm, bouquet,
cherry blossom, white flower, lotus, rose, wilted flower, hibiscus, sunflower, tulip, hyacinth, seedling, potted plant,
evergreen tree, palm tree, cactus, herb, shamrock, four leaf clover, maple leaf, fallen leaf, mushroom, grapes, melon,
watermelon, tangerine, lemon, banana, pineapple, mango, red apple, green apple, pear, peach, cherries, strawberry,
blueberries, kiwi fruit, tomato, olive, coconut, avocado, eggplant, potato, carrot, ear of corn, hot pepper, bell pepper,
cucumber, broccoli, garlic, onion, peanuts, beans, chestnut, bread, croissant, baguette bread, pretzel, bagel, pancakes,
waffle, cheese wedge, bacon, hamburger, french fries, pizza, hot dog, sandwich, taco, burrito, falafel, egg, fondue,
green salad, popcorn, butter, salt, rice ball, spaghetti, sushi, dumpling, fortune cookie, ice cream, doughnut, cookie,
birthday cake, cupcake, pie, chocolate bar, candy, lollipop, honey pot, glass of milk, teapot, wine glass, cocktail glass,
beer mug, bubble tea, chopsticks, spoon, compass, mountain, volcano, camping, desert, stadium, hut, house, hospital, bank,
hotel, school, factory, castle, fountain, tent, sunrise, ferris wheel, roller coaster, locomotive, tram, monorail, bus,
ambulance, fire engine, taxi, tractor, racing car, motorcycle, bicycle, skateboard, fuel pump, anchor, sailboat, canoe,
ferry, airplane, parachute, helicopter, rocket, flying saucer, luggage, watch, alarm clock, stopwatch, full moon,
crescent moon, thermometer, shooting star, cloud, tornado, cyclone, rainbow, umbrella, snowflake, snowman, comet, fire,
droplet, fireworks, sparkler, balloon, party popper, ribbon, wrapped gift, ticket, trophy, soccer ball, baseball,
basketball, volleyball, tennis, badminton, boxing glove, kite, crystal ball, video game, joystick, puzzle piece, teddy bear,
artist palette, thread, yarn, knot, glasses, sunglasses, goggles, necktie, jeans, scarf, gloves, coat, socks, dress, kimono,
backpack, crown, top hat, graduation cap, lipstick, ring, gem stone, megaphone, bell, musical note, microphone, headphone,
radio, saxophone, trumpet, accordion, guitar, violin, banjo, drum, flute, telephone, battery, laptop, printer, abacus,
movie camera, television, candle, light bulb, flashlight, scroll, newspaper, bookmark, coin, money bag, credit card,
receipt, package, pencil, fountain pen, paintbrush, crayon, briefcase, calendar, pushpin, paperclip, scissors, key, hammer,
axe, bomb, boomerang, shield, wrench, screwdriver, gear`
    .split(',')
    .map((name) => name.trim().replaceAll('\n', ' '));

export const findEmojiScenarios = [
  defineScenario({
    tool: 'find_emoji',
    draw: (random) => ({ thing: random.pick(THINGS) }),
    wordings: [
      'Which emoji shows this: {thing}?',
      'I want to put the emoji "{thing}" into a message. Can you paste it here?',
      'Give me the {thing} emoji.',
      'Emoji wanted: {thing}.',
      'Is there a pictogram for {thing} that I can copy into a chat?',
      'For my party invitation I need an emoji of this: {thing}.',
      'My phone keyboard hides the {thing} emoji; send it to me please.',
      'What does the {thing} emoji look like, and in which group is it?',
      'Since which emoji version can one send the {thing} symbol?',
    ],
    patterns: { thing: /[a-z]+(?: [a-z]+){0,3}/ },
    arguments: ({ thing }) => ({ slug: thing.replaceAll(' ', '_') }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ thing }) => ({ slug: `:${thing.replaceAll(' ', '_')}:` }) },
      { kind: 'wrong-format', arguments: ({ thing }) => ({ slug: `${thing} emoji` }) },
      { kind: 'wrong-name', arguments: ({ thing }) => ({ keyword: thing }) },
    ],
    answer: (_, observation) =>
      `Here it is: ${said(observation, 'emoji')} (${said(observation, 'name')}; ${said(observation, 'group')}, since ${said(observation, 'since')}).`,
  }),
];
