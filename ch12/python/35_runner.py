"""ch12/python/35_runner.py
One loop runs several coroutines, one after the other; what goes on in the
background goes on from one to the next, and ends with the runner.
"""

import asyncio

Queue = asyncio.Queue[int]


async def square(questions: Queue, answers: Queue) -> None:
    try:
        while True:
            number = await questions.get()
            await answers.put(number * number)
    except asyncio.CancelledError:
        print("background: cancelled")
        raise


async def ask(number: int, questions: Queue, answers: Queue) -> int:
    await questions.put(number)
    answer = await answers.get()
    if answer > 10:
        raise ValueError("too much")
    return answer


runner = asyncio.Runner()
questions: Queue = asyncio.Queue()
answers: Queue = asyncio.Queue()
background = runner.get_loop().create_task(square(questions, answers))
for number in (2, 3, 4):
    try:
        print(runner.run(ask(number, questions, answers)))
    except ValueError as error:
        print(error)
runner.close()
print("closed")
