"""Calls without end, each caller only its own callees: see churn.test.ts, which knows who may call whom."""


def leaf_a():
    return 1


def leaf_b():
    return 2


def hot_a():
    return leaf_a() + leaf_a()


def hot_b():
    return leaf_b() + leaf_b()


def raise_c():
    raise ValueError


def hot_c():
    try:
        raise_c()
    except ValueError:
        pass


def leaf_d(x):
    return x


def gen_d():
    yield leaf_d(1)
    yield leaf_d(2)


def hot_d():
    for _ in gen_d():
        pass


def leaf_e():
    return 0


def gen_e():
    yield leaf_e()


def outer_e():
    yield from gen_e()


def hot_e():
    for _ in outer_e():
        pass


class F:
    def __init__(self):
        self.x = init_f()

    @property
    def prop(self):
        return prop_f()

    def __add__(self, other):
        return add_f()

    def __getitem__(self, index):
        return item_f()


def init_f():
    return 1


def prop_f():
    return 1


def add_f():
    return 1


def item_f():
    return 1


def hot_f():
    f = F()
    f.prop
    f + f
    f[0]


def leaf_g(value):
    return -value


def key_g(value):
    return leaf_g(value)


def hot_g():
    sorted((3, 1, 2), key=key_g)


def leaf_h1():
    return 1


def leaf_h2(**options):
    return 1


def pick_h(function):
    return function()


def hot_h():
    return pick_h(leaf_h1) + pick_h(leaf_h2)


def main():
    print("started", flush=True)
    while True:
        hot_a()
        hot_b()
        hot_c()
        hot_d()
        hot_e()
        hot_f()
        hot_g()
        hot_h()


main()
