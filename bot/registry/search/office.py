"""Words of life around work, which are asked about everywhere and belong to no product: pay, leave, the building, lunch.

A word counts only where the area that was found does not hold it: a registry that has Parking answers about parking.
"""

from bot.registry.search.text import stem

_AROUND_WORK = """
payroll payslip paycheck salary wage wages bonus raise pension retirement benefits reimbursement expense expenses allowance
mortgage dental insurance dependents tax taxes overtime timesheet compensation
vacation holiday holidays leave sick parental maternity paternity sabbatical pto absence
hr recruiter recruiting interview internship intern visa passport relocation
office desk chair furniture badge keycard lanyard parking garage bike bicycle commute elevator lift toilet restroom bathroom
shower kitchen fridge freezer microwave dishwasher coffee tea snack snacks fruit canteen cafeteria lunch breakfast
dinner food vegan allergens recipe cook plants plant flowers cleaning cleaner trash recycling heating aircon thermostat carpet
lamp noise mail mailroom postbox stationery whiteboard projector locker lockers lobby reception receptionist guard
laptop keyboard mouse headset webcam headphones printer toner scanner wifi sim charger adapter iphone ipad macbook furnishing
party birthday cake cookies beer christmas xmas easter halloween offsite outing retreat venue summit conference conferences
festival hoodie swag merch shirt tshirt gift gifts gym yoga fitness marathon football soccer basketball karate
choir band concert movie museum raffle charity volunteering
flight flights hotel airline airport taxi uber carpool car trip travel travelling
weather rain snow sunny joke horoscope lottery homework dog dogs cat cats pet kid kids child daycare school wedding
vending stapler scissors pens envelope envelopes laundry umbrella cutlery cushion
barbecue bbq picnic bowling karaoke sauna swimming golf tennis cricket hockey chess poker
haircut barber nanny babysitter landlord plumber electrician locksmith apartment
podcast newspaper crossword lawn garden beekeeping bees fireplace candles
doctor dentist hospital flu vaccine massage
"""

AROUND_WORK = frozenset(stem(word) for word in _AROUND_WORK.split())
