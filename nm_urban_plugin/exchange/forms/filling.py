def fill_template(*a): raise NotImplementedError
