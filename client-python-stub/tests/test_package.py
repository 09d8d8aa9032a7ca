import recarena


def test_the_package_says_what_it_is():
    assert recarena.__doc__.startswith("Client of RecArena")
